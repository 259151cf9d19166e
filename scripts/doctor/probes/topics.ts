import { askAnybody, metadata } from '../../wire/index.ts'
import type { Seen } from '../finding.ts'
import { judgeTopics } from '../judge-topics.ts'
import { ifKnown, type Place } from '../place.ts'
import type { Probe } from '../probe.ts'

const ANSWER_TIMEOUT_MS = 3000

/** Whether what is kept on the brokers can be used. */
export const topics: Probe = {
  about: 'the topics',
  async look({ reached }: Place): Promise<Seen> {
    const chosen = await ifKnown(reached)
    if (!chosen) return {}
    const seen = await ifKnown(askAnybody(chosen.addresses, metadata, ANSWER_TIMEOUT_MS))
    return seen ? judgeTopics(seen, chosen.launcher) : {}
  },
}
