import { WorkbookError } from '../../errors.ts'
import type { Seen } from '../finding.ts'
import { findLeftovers, type Leftovers } from '../leftovers.ts'
import { ifKnown, type Place } from '../place.ts'
import type { Probe } from '../probe.ts'

const MOST_NAMED = 2

/** What checks that were killed left on the cluster. */
export const leftovers: Probe = {
  about: 'what is left of earlier checks',
  async look({ reached, env }: Place): Promise<Seen> {
    const chosen = await ifKnown(reached)
    if (!chosen) return {}
    const { topics, groups } = await findLeftovers(chosen, env)
    if (topics.length + groups.length === 0) return {}
    return { problems: [new WorkbookError('LEFTOVERS', describe({ topics, groups }))] }
  },
}

function describe({ topics, groups }: Leftovers): string {
  const names = [...topics, ...groups]
  const shown = names.slice(0, MOST_NAMED).join(', ')
  const more = names.length > MOST_NAMED ? ', ...' : ''
  return `Checks left ${topics.length} topics and ${groups.length} groups behind: ${shown}${more}`
}
