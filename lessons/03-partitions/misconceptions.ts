import { type Ending, excerpt, type Misconception, threw } from '#check'
import { events } from './events.ts'
import {
  disordersIn,
  type Evidence,
  eventIn,
  isComplete,
  isSystematic,
  mostOften,
  PARTITIONS,
  partitionsByOrder,
  type Run,
  recordsOf,
  repeatedIn,
  runsOf,
  sendsTwice,
  splitOrders,
  storedEvents,
} from './evidence.ts'

const UNKNOWN = 'UNKNOWN_TOPIC_OR_PARTITION'
const missing = ({ partitions }: Run) => partitions.length === 0
const allKeys = (run: Run) => recordsOf(run).map(({ key }) => (key === null ? null : String(key)))
const state = (ending: Ending | undefined) =>
  ending ? `it ended with exit code ${ending.code}` : 'it was still running when time was up'
const parts = (count: number) => `${count} partition${count === 1 ? '' : 's'}`

export const misconceptions: Misconception<Evidence>[] = [
  {
    id: 'wrong-topic',
    matches: ({ first }) =>
      (missing(first) && first.otherTopics.length > 0) ||
      (!missing(first) && recordsOf(first).length === 0 && first.otherNames.length > 0),
    expected: "The topic is made and written to as topic('ticket-events').",
    observed: ({ first }) =>
      missing(first)
        ? `There is no topic of that name. Your program made or wrote to another: ${first.otherTopics.join(', ')}.`
        : `topic('ticket-events') is there, and empty. Your program asked the brokers for another topic, too: ${first.otherNames.join(', ')}${usedUnknownTopic(first) ? `, which does not exist (${UNKNOWN})` : ''}.`,
    why: "On this cluster a name begins with whose it is and which run, so that nobody's records meet yours. topic() puts that before the short name; each other spelling is another topic.",
    try: 'Print the name you create and the name you send to, one below the other.',
  },
  {
    id: 'topic-deleted',
    matches: ({ first }) => missing(first) && first.sent,
    expected: 'ticket-events is there when your program ends, with a hundred records.',
    observed: () => 'Your program sent records, and now there is no such topic.',
    why: 'Whoever deletes a topic deletes its records, for every reader, also for those who have not read them yet. Topics are not made for one program: they stay when it is over.',
    try: 'Does your program call deleteTopics()?',
  },
  {
    id: 'topic-auto-assumed',
    matches: ({ first }) => missing(first) && (!first.ending?.error || usedUnknownTopic(first)),
    expected: 'A topic ticket-events with three partitions.',
    observed: ({ first }) =>
      `There is no such topic. ${usedUnknownTopic(first) ? `The brokers answered your program with ${UNKNOWN}.` : `Your program reported no error, and ${state(first.ending)}.`}`,
    why: 'Some clusters make a topic when its name is first used, with a number of partitions nobody chose. The brokers here do not: how many partitions a topic has is a decision, and it is made when the topic is created.',
    try: 'What does the page use to make the topics of the demo, and before which line must that be done?',
  },
  {
    id: 'one-partition',
    matches: ({ first }) => first.partitions.length === 1,
    expected: `ticket-events has ${PARTITIONS} partitions.`,
    observed: ({ first }) => `It has one, with ${recordsOf(first).length} records on it.`,
    why: 'One partition keeps everything in order, and one consumer of a group has to read it all: a partition has one owner at a time. Left out, the number is what the broker has as default, which is 1.',
    try: 'Which field of a topic in createTopics() says how many?',
  },
  {
    id: 'wrong-partition-count',
    matches: ({ first }) => ![0, 1, PARTITIONS].includes(first.partitions.length),
    expected: `ticket-events has ${PARTITIONS} partitions.`,
    observed: ({ first }) => `It has ${parts(first.partitions.length)}.`,
    why: 'The number of partitions decides how many consumers of a group can share the work, and where every key goes. It has nothing to do with the number of orders or of statuses.',
    try: 'Compare numPartitions with what the exercise asks for.',
  },
  {
    id: 'nothing-stored',
    matches: ({ first }) =>
      recordsOf(first).length === 0 && isUncommitted(first) && !first.ending?.error,
    expected: 'A hundred records on ticket-events.',
    observed: ({ first }) =>
      `Its ${parts(first.partitions.length)} hold records of a transaction that was not committed, and nothing else. Your program reported no error, and ${state(first.ending)}.`,
    why: 'Records of a transaction are stored when they are sent, and no reader is given them before its commit. One that is aborted, or left open by a program that ends, is as if it had never been.',
    try: 'Does your program come to commit(), and wait for it?',
  },
  {
    id: 'nothing-stored',
    matches: ({ first }) =>
      !missing(first) && recordsOf(first).length === 0 && !first.ending?.error,
    expected: 'A hundred records on ticket-events.',
    observed: ({ first }) =>
      `Its ${parts(first.partitions.length)} hold nothing. Your program reported no error, and ${state(first.ending)}.`,
    why: 'The topic is made, and the brokers have nothing else from you. Either nothing was sent while your program ran, or it was over before a send was, or an error was caught and kept quiet.',
    try: 'Does your program reach a send(), wait for it, and let its errors through?',
  },
  {
    id: 'value-changed',
    matches: ({ first }) => recordsOf(first).some((record) => !eventIn(record)),
    expected: 'Every value is one event as JSON, with nothing added or left out.',
    observed: ({ first }) => {
      const odd = recordsOf(first).find((record) => !eventIn(record))
      return `${recordsOf(first).length} records are there. Partition ${odd?.partition}, offset ${odd?.offset} holds ${excerpt(odd?.value)}`
    },
    why: 'A reader takes each value for one event, as it was agreed. A field more or less, or several events in one value, is something else to it, whatever the key says.',
    try: 'What does JSON.stringify(event) give, and what does your value hold?',
  },
  {
    id: 'sent-twice',
    matches: (evidence) => sendsTwice(evidence) && runsOf(evidence).every(({ ending }) => ending),
    expected: 'One record for each event.',
    observed: ({ first, second }) => {
      const run = repeatedIn(first).length > 0 ? first : (second ?? first)
      return `${run === second ? 'When connections broke, ' : ''}${repeatedIn(run).length} of ${events.length} events are there more than once, up to ${mostOften(run)} times; ${recordsOf(run).length} records in all.`
    },
    why: 'A partition is a log: each send appends, and nothing is compared, also not the keys. Whoever begins again after an error sends once more what was confirmed long ago; KafkaJS tries again only what got no answer.',
    try: 'Count how often your program sends one event, also after an error.',
  },
  {
    id: 'everything-on-one-rail',
    matches: ({ first }) =>
      isComplete(first) && usedPartitions(first).length === 1 && new Set(allKeys(first)).size > 1,
    expected: 'The load spreads over the three partitions.',
    observed: ({ first }) =>
      `All ${recordsOf(first).length} records are on partition ${usedPartitions(first)[0]}. ${describeKeys(first)}`,
    why: 'With so many keys the records would be on all three partitions, if the keys had decided. A message that names its partition goes there, whatever its key; and a producer counts the partitions when it first meets a topic, which may have got more since.',
    try: 'Does a message name its partition? How many partitions had the topic when your producer first sent to it?',
  },
  {
    id: 'everything-on-one-rail',
    matches: ({ first }) => isComplete(first) && usedPartitions(first).length === 1,
    expected: 'The load spreads over the three partitions.',
    observed: ({ first }) =>
      `All ${recordsOf(first).length} records are on partition ${usedPartitions(first)[0]}. ${describeKeys(first)}`,
    why: 'It is a way to get order, and the other two partitions stay empty: the topic works as if it had one. Order is needed within each order only; two orders may go different ways.',
    try: 'What do the events of one order share that another order does not have?',
  },
  {
    id: 'no-key',
    matches: ({ first }) =>
      allKeys(first).some((key) => key === null) && splitOrders(first).length > 0,
    expected: "Every order's five events can be read in order.",
    observed: ({ first }) => `${describeSplit(first)} ${describeKeys(first)}`,
    why: 'Without a key, KafkaJS puts each record on the next partition in turn, unless your program names one. That spreads the load well, and order holds only within a partition.',
    try: 'What do all events of one order have in common, and where would Kafka have to see it?',
  },
  {
    id: 'rail-left-empty',
    matches: ({ first }) =>
      isComplete(first) && usedPartitions(first).length === 2 && splitOrders(first).length === 0,
    expected: 'The load spreads over the three partitions.',
    observed: ({ first }) =>
      `${recordsOf(first).length} records are on partitions ${usedPartitions(first).join(' and ')}; the third is empty. ${describeKeys(first)}`,
    why: 'A partition that nobody writes to is served by a consumer that has nothing to do. Twenty different keys spread over all three by themselves; whoever chooses the partition, or uses few keys, has to see to it.',
    try: 'How many different keys, or partition numbers, can your program come up with?',
  },
  {
    id: 'key-too-fine',
    matches: ({ first }) => keyCount(first) >= events.length && splitOrders(first).length > 0,
    expected: "Every order's five events can be read in order.",
    observed: ({ first }) => `${describeSplit(first)} ${describeKeys(first)}`,
    why: 'The same key leads to the same partition, and your keys never repeat: to Kafka these are a hundred unrelated records. A key is not the identity of a record but what belongs together.',
    try: 'Print the keys of the five events of order-1. How many of them are the same?',
  },
  {
    id: 'keyed-by-status',
    matches: ({ first }) => isKeyedByStatus(first) && splitOrders(first).length > 0,
    expected: "Every order's five events can be read in order.",
    observed: ({ first }) => `${describeSplit(first)} ${describeKeys(first)}`,
    why: 'Everything that is "ready" is together now, and each order is apart. Neither a key nor a partition that a message names is a label to sort by: what decides where a record goes must be the thing whose events stay in order.',
    try: 'Order of what does the bar need: of all payments, or of all that happened to one order?',
  },
  {
    id: 'order-split',
    matches: ({ first }) => splitOrders(first).length > 0,
    expected: "Every order's five events can be read in order.",
    observed: ({ first }) => `${describeSplit(first)} ${describeKeys(first)}`,
    why: 'A record goes to the partition that it names, or else where its key leads. What decides in your program is not the same for all events of one order, so they part, and nobody can say any more which came first.',
    try: 'Of two events of one order, print what decides where each goes. What should it depend on?',
  },
  {
    id: 'raced-sends',
    matches: ({ first, second }) =>
      wasRaced(first) || (second !== undefined && disordersIn(second).length > 0),
    expected: "Every order's events are in order, also when a connection breaks on the way.",
    observed: describeRace,
    why: 'send() begins to send and returns. Records sent side by side mostly arrive as they were sent, and nothing promises it. When one has to be sent again, by KafkaJS or by you, those behind it do not wait, and the log keeps the order of arrival.',
    try: 'Of two events of one order: what must have happened to the first before the second is sent?',
  },
  {
    id: 'sent-out-of-order',
    matches: ({ first }) => disordersIn(first).length > 0 && !wasRaced(first),
    expected: "Every order's events are in the order in which they happened.",
    observed: ({ first }) => `As they were sent, ${describeDisorder(first)}`,
    why: 'A partition keeps the order of arrival. It looks neither at the timestamp nor into the value, and sorts nothing.',
    try: 'In which order does your program go through events?',
  },
  {
    id: 'events-missing',
    matches: (evidence) =>
      runsOf(evidence).some((run) => !missing(run) && run.ending?.code === 0 && !isComplete(run)),
    expected: 'All hundred events are stored when your program ends.',
    observed: ({ first, second }) =>
      `${second ? 'When a connection broke, ' : ''}${storedEvents(second ?? first).size} of ${events.length} were stored, and your program did not say so: ${state((second ?? first).ending)}.`,
    why: 'What is missing has not reached a broker: it was not sent, or the program did not wait for the answer (with acks: 0 there is none), or an error was caught and kept quiet, or a message named a partition that is not there (they count from 0), and KafkaJS left it out.',
    try: 'Does your program go through all of events, and wait for each answer? Print what each send() resolves with.',
  },
  {
    id: 'never-ends',
    matches: (evidence) => runsOf(evidence).some(({ ending }) => !ending),
    expected: 'Your program ends by itself, within 20 s.',
    observed: ({ first, second }) =>
      `${storedEvents(second ?? first).size} of ${events.length} events are stored, and your program was still running.`,
    why: 'A producer and an admin client keep their connections open for the next request, and a send() that nobody waited for opens them again after disconnect(). Node does not end while a connection is open.',
    try: 'Which of your clients are still connected after the last send, and is every send() over by then?',
  },
]

function usedUnknownTopic({ ending }: Run): boolean {
  return threw(ending, UNKNOWN)
}

function isUncommitted({ partitions }: Run): boolean {
  return partitions.some((one) => one.openTransaction || one.abortedRecords > 0)
}

function usedPartitions({ partitions }: Run): number[] {
  return partitions.filter(({ records }) => records.length > 0).map(({ partition }) => partition)
}

function keyCount(run: Run): number {
  return new Set(allKeys(run)).size
}

/** Whether the events of each status are together: by their key, or by a partition chosen for it. */
function isKeyedByStatus(run: Run): boolean {
  const partitions = new Map<string, Set<number>>()
  for (const record of recordsOf(run)) {
    const status = eventIn(record)?.status ?? ''
    partitions.set(status, (partitions.get(status) ?? new Set()).add(record.partition))
  }
  return usedPartitions(run).length > 1 && [...partitions.values()].every(({ size }) => size === 1)
}

function describeSplit(run: Run): string {
  const [order = ''] = splitOrders(run)
  const on = (partitionsByOrder(run).get(order) ?? []).join(', ').replace(/, (\d+)$/, ' and $1')
  const all = new Set(events.map((event) => event.order)).size
  return `${order} is on partitions ${on}; ${splitOrders(run).length} of ${all} orders are split.`
}

function describeKeys(run: Run): string {
  const keys = allKeys(run)
  const nulls = keys.filter((key) => key === null).length
  if (nulls > 0) return `${nulls} of ${keys.length} keys are null.`
  const different = new Set(keys).size
  if (different === 1) return `All keys are "${excerpt(keys[0], 40)}".`
  return `${keys.length} records have ${different} different keys, such as "${excerpt(keys[0], 40)}".`
}

/** Out of order, and not because it was sent so; or hanging, with sends side by side. */
function wasRaced(run: Run): boolean {
  const isOwnOrder = isSystematic(run) && !run.pipelined
  const hangs = !run.ending && repeatedIn(run).length > 0 // KafkaJS connected again, and resent
  return run.sideBySide && ((disordersIn(run).length > 0 && !isOwnOrder) || hangs)
}

function describeRace({ first, second }: Evidence): string {
  const run = second ?? first
  const when = second ? 'When a connection broke' : 'Even without a fault'
  if (disordersIn(run).length > 0) return `${when}, ${describeDisorder(run)}`
  return `${when}, ${storedEvents(run).size} of ${events.length} events were stored, and your program: ${state(run.ending)}.`
}

function describeDisorder(run: Run): string {
  const [first] = disordersIn(run)
  return `on partition ${first?.partition} a reader meets ${first?.order} as ${first?.statuses.join(', ')}. ${disordersIn(run).length} of ${partitionsByOrder(run).size} orders are out of order.`
}
