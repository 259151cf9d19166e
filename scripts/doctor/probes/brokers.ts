import { type Cluster, type ClusterStatus, explainLastWords } from '../../cluster/index.ts'
import type { WorkbookError } from '../../errors.ts'
import type { Seen } from '../finding.ts'
import { judgeBrokers } from '../judge-brokers.ts'
import { ifKnown, type Place } from '../place.ts'
import type { Probe } from '../probe.ts'

const LINES = 20

/** What became of each broker. */
export const brokers: Probe = {
  about: 'the brokers',
  async look({ cluster, status }: Place): Promise<Seen> {
    const chosen = await ifKnown(cluster)
    if (!chosen) return {}
    const seen = await status
    return judgeBrokers(seen, await findReasons(chosen, seen))
  },
}

/** Why the dead ones ended, as far as their logs say. */
async function findReasons(
  cluster: Cluster,
  { brokers: all }: ClusterStatus,
): Promise<Map<number, WorkbookError>> {
  const dead = all.filter(({ state }) => state === 'dead')
  const reasons = await Promise.all(
    dead.map(async ({ id }) => {
      const reason = explainLastWords(`kafka-${id}`, await cluster.logs(id, LINES))
      return reason ? ([[id, reason]] as const) : []
    }),
  )
  return new Map(reasons.flat())
}
