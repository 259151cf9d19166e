import { check, endedWell, type Relay, type Stage } from '#check'
import {
  areAll,
  type Evidence,
  hasRightKey,
  hasRightShop,
  isAsGiven,
  isComplete,
  isOutdated,
  orderIn,
  type Run,
  repeatedIn,
  sendsTwice,
  wasInHaste,
} from './evidence.ts'
import { misconceptions } from './misconceptions.ts'

// KafkaJS needs up to 17 s to give up on a topic that does not exist.
const PATIENCE_MS = 20_000

// Key and header are compared with the value, which has to be an order for that.
const holdsOrders = ({ first }: Evidence) => areAll(first.records, orderIn)

export default check<Evidence>({
  prepare: async (stage) => void (await stage.makeTopic('orders', { partitions: 1 })),
  async gather(stage) {
    // The program talks to the brokers through a relay, which sees what is sent at the same time.
    const relay = await stage.relay()
    relay.holdUp(15)
    const first = await run(stage, relay)
    const { sideBySide, reconnected, unanswered, leaderOnly } = relay
    const sent = relay.lastProduceAt > 0
    const otherNames = [...relay.askedFor].filter((name) => name !== stage.name('orders'))
    const seen = { first, otherNames, sent, sideBySide, reconnected, unanswered, leaderOnly }
    // Sent in haste, records may arrive only because the network is fast; and one order stored
    // twice may be KafkaJS's own retry. A second run tells.
    const maybeLucky = wasInHaste(seen) && isComplete(first) && endedWell(first.ending)
    if (!maybeLucky && repeatedIn(first).length === 0) return seen
    // Longer than it took the first time: who waits for a time instead of an answer is over by then.
    const heldUpMs = Math.min(12_000, Math.max(3000, (first.ending?.afterMs ?? 0) + 2000))
    // disconnect() waits for a request that is under way, but for no send() that is not yet told
    // where: so that comes later, too. (Once, for a program that asks for nothing before.)
    const untoldMs = Math.min(12_000, first.workedMs + 2000)
    const seconds = Math.round((heldUpMs + untoldMs) / 1000)
    stage.tell(`once more, with the network held up for ${seconds} s`)
    stage.beginRun()
    relay.holdUp(heldUpMs, untoldMs)
    return { ...seen, second: await run(stage, relay, PATIENCE_MS + untoldMs) }
  },
  requirements: [
    [
      'each of the twelve orders is stored',
      ({ first, second }) => isComplete(first) && (!second || isComplete(second)),
    ],
    [
      'orders is as it was given: one partition, with nothing deleted from it',
      ({ first }) => isAsGiven(first),
    ],
    ['none of them is stored twice', (evidence) => !sendsTwice(evidence)],
    [
      'every send asked the broker for an answer',
      ({ unanswered }) => !unanswered,
      ({ sent }) => sent,
    ],
    ['every value is one order, as JSON', holdsOrders, ({ first }) => first.records.length > 0],
    ["every key is the order's id", ({ first }) => areAll(first.records, hasRightKey), holdsOrders],
    [
      'every record has its shop in a header',
      ({ first }) => areAll(first.records, hasRightShop),
      holdsOrders,
    ],
    [
      'your program ended by itself, with exit code 0',
      ({ first, second }) => endedWell(first.ending) && (!second || endedWell(second.ending)),
    ],
  ],
  misconceptions,
  notes: ({ first, leaderOnly }) => [
    ...(leaderOnly
      ? [
          'Something was sent with acks: 1, which the exercise leaves alone. It waits for one copy only; lesson 4 shows what that is worth.',
        ]
      : []),
    ...(first.records.some(isOutdated)
      ? [
          'The timestamps of your records are more than a week old. They are milliseconds since 1970, and most topics delete what is older than a week.',
        ]
      : []),
  ],
  passed: ({ first, leaderOnly }) => ({
    holds: [
      `orders, partition 0: ${first.records.length} records, one for each order`,
      `the last: offset ${first.records.at(-1)?.offset}, key ${first.records.at(-1)?.key}`,
    ],
    why: `Your program ended only after the broker had confirmed every send(): each order is in the log ${leaderOnly ? 'of the leader at least' : 'of every copy in sync'}. Each record has its id where Kafka can see it, in the key, and its meaning where only readers look, in the value.`,
  }),
})

async function run(stage: Stage, relay: Relay, withinMs = PATIENCE_MS): Promise<Run> {
  const orders = await stage.makeTopic('orders', { partitions: 1 })
  stage.tell(`${orders} is there: one partition, empty`)
  const ending = await stage.runToEnd({ through: relay, withinMs })
  const endedAt = performance.now()
  await stage.caughtUp('orders')
  const stored = await stage.stored('orders')
  const records = stored.flatMap((partition) => partition.records)
  return {
    ending,
    lingeredMs: endedAt - relay.lastProduceAt,
    workedMs: endedAt - (relay.askedAt ?? endedAt),
    records,
    high: stored[0]?.high ?? 0,
    low: stored[0]?.low ?? 0,
    partitions: stored.length,
    uncommitted: stored.some((one) => one.openTransaction || one.abortedRecords > 0),
    exists: stored.length > 0,
    otherTopics: await stage.otherTopics('orders'),
  }
}
