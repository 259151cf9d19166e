import { check, endedWell, type Relay, type Stage } from '#check'
import {
  counts,
  disordersIn,
  type Evidence,
  eventIn,
  isComplete,
  isRight,
  PARTITIONS,
  type Run,
  recordsOf,
  runsOf,
  sendsTwice,
  splitOrders,
  storedEvents,
} from './evidence.ts'
import { misconceptions } from './misconceptions.ts'

// Longer than KafkaJS needs to give up on a topic that does not exist, also where all else is slow.
const PATIENCE_MS = 30_000

export default check<Evidence>({
  growsTopics: true,
  async gather(stage) {
    const first = await run(stage, await stage.relay())
    if (!isRight(first)) return { first }
    // Records sent side by side arrive in order as long as nothing goes wrong. Here it does.
    stage.tell('once more, and connections break while records are on their way')
    stage.beginRun()
    const relay = await stage.relay()
    relay.loseSends((record) => eventIn(record)?.order)
    return { first, second: await run(stage, relay) }
  },
  requirements: [
    [
      'ticket-events has three partitions',
      (evidence) => runsOf(evidence).every(({ partitions }) => partitions.length === PARTITIONS),
    ],
    [
      'each of the hundred events is stored, its JSON unchanged',
      (evidence) =>
        runsOf(evidence).every((one) => isComplete(one) && recordsOf(one).every(eventIn)),
    ],
    ['none of them is sent twice', (evidence) => !sendsTwice(evidence)],
    ["each order's events are on one partition", areTogether, hasEvents],
    [
      ({ second }) =>
        `each order's events are in order${second ? ', also when connections break' : ''}`,
      (evidence) => everyRun(evidence, (one) => disordersIn(one).length === 0),
      areTogether,
    ],
    [
      'every partition has its share of the load',
      (evidence) => everyRun(evidence, (one) => counts(one).every((count) => count > 0)),
      (evidence) => everyRun(evidence, ({ partitions }) => partitions.length > 1),
    ],
    [
      'your program ended by itself, with exit code 0',
      (evidence) => runsOf(evidence).every(({ ending }) => endedWell(ending)),
    ],
  ],
  misconceptions,
  passed: ({ first }) => ({
    holds: [
      'ticket-events',
      ...first.partitions.map(
        ({ partition, records }) =>
          `  partition ${partition}  ${records.length} records, of ${ordersIn(records)} of the orders`,
      ),
    ],
    why: "Whatever an order's events had in common led each of them to the same partition, and there order holds. None of them was sent while an earlier one of its order was still on its way in another request, so a retry could not be overtaken. Different orders went different ways: three consumers could share them.",
  }),
})

function ordersIn(records: Run['partitions'][number]['records']): number {
  return new Set(records.map((record) => eventIn(record)?.order)).size
}

function hasEvents(evidence: Evidence): boolean {
  return runsOf(evidence).every((one) => storedEvents(one).size > 0)
}

function areTogether(evidence: Evidence): boolean {
  return everyRun(evidence, (one) => splitOrders(one).length === 0)
}

// Of events that are not there, nothing holds.
function everyRun(evidence: Evidence, holds: (one: Run) => boolean): boolean {
  return hasEvents(evidence) && runsOf(evidence).every(holds)
}

async function run(stage: Stage, relay: Relay): Promise<Run> {
  const ending = await stage.runToEnd({ through: relay, withinMs: PATIENCE_MS })
  await stage.caughtUp('ticket-events')
  const partitions = await stage.stored('ticket-events')
  // A literal 'ticket-events' is nobody's in particular: what counts is that this program asked for it.
  const usedPlain = relay.askedFor.has('ticket-events') && (await isThere(stage, 'ticket-events'))
  const plain = usedPlain ? ['ticket-events (as it stands)'] : []
  const otherTopics = [...(await stage.otherTopics('ticket-events')), ...plain]
  return {
    ending,
    partitions,
    otherTopics,
    otherNames: [...relay.askedFor].filter((name) => name !== stage.name('ticket-events')),
    sent: relay.lastProduceAt > 0,
    sideBySide: relay.sideBySide,
    pipelined: relay.pipelined,
  }
}

async function isThere({ observer }: Stage, topic: string): Promise<boolean> {
  return (await observer.partitions(topic)).length > 0
}
