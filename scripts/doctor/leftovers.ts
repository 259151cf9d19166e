import { isOfGrading } from '../check/index.ts'
import type { Cluster } from '../cluster/index.ts'
import { learnerPrefix } from '../kit/names.ts'
import { lockPort, whoHolds } from '../lock.mjs'
import { ask, askAnybody, listGroups, metadata } from '../wire/index.ts'

const ANSWER_TIMEOUT_MS = 3000

/** Names on the cluster that no command will use or delete any more. */
export interface Leftovers {
  readonly topics: readonly string[]
  readonly groups: readonly string[]
}

const none: Leftovers = { topics: [], groups: [] }

/**
 * What gradings of this learner that were killed left behind. A grading holds the lock: while
 * somebody does, what is there may be in use. On a cluster that is not this clone's, the same
 * learner may be at work from elsewhere.
 */
export async function findLeftovers(cluster: Cluster, env: NodeJS.ProcessEnv): Promise<Leftovers> {
  if (cluster.launcher === 'remote') return none
  const found = await leftoversOn(cluster, env)
  const atWork = (await whoHolds(lockPort(env))) !== 'nobody'
  return atWork ? none : found
}

/** The same for whoever holds the lock. */
export async function leftoversOn(
  { addresses }: Pick<Cluster, 'addresses'>,
  env: NodeJS.ProcessEnv,
): Promise<Leftovers> {
  const prefix = learnerPrefix(env)
  const seen = await askAnybody(addresses, metadata, ANSWER_TIMEOUT_MS).catch(() => undefined)
  if (!seen) return none
  const groups = await Promise.all(
    addresses.map((one) => ask(one, listGroups, ANSWER_TIMEOUT_MS).catch(() => [])),
  )
  const ofGradings = (names: readonly string[]): string[] =>
    [...new Set(names)].filter((name) => isOfGrading(name, prefix)).sort()
  return {
    topics: ofGradings(seen.partitions.map(({ topic }) => topic)),
    groups: ofGradings(groups.flat()),
  }
}
