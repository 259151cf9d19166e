import { excerpt, type Misconception, threw } from '#check'
import {
  areAll,
  type Evidence,
  hasRightKey,
  hasRightShop,
  holdsSeveral,
  idsIn,
  isAsGiven,
  isComplete,
  missingIn,
  onlyOrderIn,
  orderIn,
  parse,
  repeatedIn,
  sendsTwice,
  shopsOf,
  wasInHaste,
} from './evidence.ts'
import { orders } from './orders.ts'

const UNKNOWN = 'UNKNOWN_TOPIC_OR_PARTITION'
const isSmudged = (value: Buffer | null) => String(value).startsWith('[object ')
const howMany = ({ first }: Pick<Evidence, 'first'>) =>
  `${new Set(idsIn(first)).size} of ${orders.length} orders`
const quoted = (bytes: Buffer | null | undefined) => {
  if (!bytes) return 'null'
  const text = excerpt(bytes, 100)
  return text.includes('"') ? `'${text}'` : `"${text}"`
}
const quotedText = (text: string) => quoted(Buffer.from(text))
const state = ({ ending }: Evidence['first']) =>
  ending ? `it ended with exit code ${ending.code}` : 'it was still running when time was up'

export const misconceptions: Misconception<Evidence>[] = [
  {
    id: 'value-not-serialised',
    matches: ({ first }) =>
      (first.records.length === 0 && threw(first.ending, 'ERR_INVALID_ARG_TYPE')) ||
      first.records.some(({ value }) => isSmudged(value)),
    expected: 'Each order as JSON in the value of its record.',
    observed: ({ first }) =>
      first.records.length === 0
        ? 'Nothing is stored: KafkaJS takes text or bytes for a value, a key and a header, and was given something else (ERR_INVALID_ARG_TYPE).'
        : `The value at offset ${first.records.find(({ value }) => isSmudged(value))?.offset} is the text "[object Object]".`,
    why: 'Many HTTP clients turn an object into JSON for you. Kafka stores bytes and never looks inside, so a client takes only strings and bytes; what they mean is between you and your readers.',
    try: 'What turns an object into a text that a reader can turn back?',
  },
  {
    id: 'wrong-topic',
    matches: ({ first, otherNames }) =>
      first.records.length === 0 && (first.otherTopics.length > 0 || otherNames.length > 0),
    expected: "The records are on your run's topic, topic('orders').",
    observed: ({ first, otherNames }) =>
      first.otherTopics.length > 0
        ? `topic('orders') is empty. Your program made another topic: ${first.otherTopics.join(', ')}.`
        : `topic('orders') is empty. Your program asked the brokers for another topic, ${otherNames.map(quotedText).join(', ')}${threw(first.ending, UNKNOWN) ? `, which does not exist (${UNKNOWN})` : ''}.`,
    why: "On this cluster every name begins with whose it is and which run, so the topic is not called 'orders' there. Brokers here do not make a topic for a name they do not know: a typing error would become a topic.",
    try: 'Print the name you send to, beside the name this check made.',
  },
  {
    id: 'no-answer-wanted',
    matches: ({ unanswered }) => unanswered,
    expected: 'The broker confirms every order: acks is left alone.',
    observed: ({ first, second }) =>
      `Your program sent with acks: 0. ${howMany({ first })} are stored, and it cannot know that${second && !isComplete(second) ? `; when the network was held up, ${howMany({ first: second })} were` : ''}.`,
    why: 'With acks: 0 the broker answers nothing, so send() resolves when the record has left your program. What gets lost or refused on the way looks like success.',
    try: 'Which option of send() did you set that the exercise leaves alone?',
  },
  {
    id: 'topic-changed',
    matches: ({ first }) => first.exists && !isAsGiven(first),
    expected: 'orders stays as it was given: one partition, from which nothing is deleted.',
    observed: ({ first }) =>
      first.partitions > 1
        ? `orders has ${first.partitions} partitions now.`
        : `orders begins at offset ${first.low}: the records before that were deleted.`,
    why: 'A topic is shared with all who read it. More partitions take keys to other places, and cannot be taken back; deleted records are gone for everybody. Sending needs neither.',
    try: 'What does your program ask an admin client to do?',
  },
  {
    id: 'nothing-stored',
    matches: ({ first }) =>
      first.exists && first.records.length === 0 && first.uncommitted && !first.ending?.error,
    expected: 'Twelve records on orders.',
    observed: ({ first }) =>
      `orders holds records of a transaction that was not committed, and nothing else. Your program reported no error, and ${state(first)}.`,
    why: 'Records of a transaction are stored when they are sent, and no reader is given them before its commit. One that is aborted, or left open by a program that ends, is as if it had never been.',
    try: 'Does your program come to commit(), and wait for it?',
  },
  {
    id: 'nothing-stored',
    matches: ({ first }) => first.exists && first.records.length === 0 && !first.ending?.error,
    expected: 'Twelve records on orders.',
    observed: ({ first }) =>
      `orders holds nothing: its high watermark is ${first.high}. Your program reported no error, and ${state(first)}.`,
    why: 'The broker has nothing from you. Either nothing was sent within the 20 s that your program has, or it was over before a send was, or an error was caught and kept quiet.',
    try: 'Does your program reach a send(), wait for it, and let its errors through?',
  },
  {
    id: 'send-not-awaited',
    matches: (evidence) => lostByHaste(evidence) || cameBack(evidence),
    expected: 'Every order is stored when your program ends, however slow the network is.',
    observed: ({ first, second }) => {
      if (!isComplete(first) || !second)
        return `${howMany({ first })} are there, and ${state(first)}.`
      return isComplete(second)
        ? `Over a fast network all orders arrived. When it was held up they did too, but ${state(second)}.`
        : `Over a fast network all orders arrived; when it was held up, ${howMany({ first: second })} did, and ${state(second)}.`
    },
    why: 'send() only begins to send. It returns a promise at once, and your program goes on, perhaps to disconnect(), while records are still on their way. KafkaJS then connects again for them, or drops them.',
    try: 'Which line waits until the broker has answered, and is disconnect() called only after it?',
  },
  {
    id: 'one-order-for-all',
    matches: holdsOneForEach,
    expected: 'Each of the twelve orders is stored once.',
    observed: ({ first }) =>
      `All ${first.records.length} records hold the same order, ${onlyOrderIn(first)}. The other ${missingIn(first).length} are not there.`,
    why: 'KafkaJS does not copy the message that you hand to send(): it reads the fields later, when it writes the request. One object that you fill anew for each order holds the last of them by then.',
    try: 'Does your program make a new message for each order? Which order does it put into it?',
  },
  {
    id: 'sent-twice',
    matches: sendsTwice,
    expected: 'Each order is stored exactly once.',
    observed: ({ first }) =>
      `${repeatedIn(first).length} of ${orders.length} orders ${repeatedIn(first).length === 1 ? 'has' : 'have'} more than one record, such as ${repeatedIn(first)[0]}; there are ${first.records.length} records in all.`,
    why: 'It is natural to think that the same key replaces the first record, as in a Map. A partition is a log: every send appends, and nothing is compared. KafkaJS already retries by itself when a send fails.',
    try: 'Count how often your program sends one order.',
  },
  {
    id: 'all-in-one-record',
    matches: ({ first }) => first.records.some(holdsSeveral),
    expected: 'One record for each order.',
    observed: ({ first }) => {
      const list = first.records.find(holdsSeveral)
      return `The value at offset ${list?.offset} holds several orders: ${quoted(list?.value)}.`
    },
    why: 'A list is one event to Kafka: one key, one offset, read as a whole. A reader that wants order-7 would get all twelve. messages is a list so that one send() can carry many records.',
    try: 'What does messages contain: your orders, or one message with all of them?',
  },
  {
    id: 'encoded-twice',
    matches: ({ first }) => first.records.some(({ value }) => typeof parse(value) === 'string'),
    expected: 'JSON.parse() of a value gives the order.',
    observed: ({ first }) =>
      `The value at offset ${first.records[0]?.offset} is ${quoted(first.records[0]?.value)}: JSON.parse() gives a string, not an order.`,
    why: 'The JSON text was turned into JSON once more. Kafka keeps exactly the bytes it is given, so every reader would have to undo both.',
    try: 'Where is JSON.stringify() called, and on what?',
  },
  {
    id: 'wrong-value',
    matches: ({ first }) => first.records.some((record) => !orderIn(record)),
    expected: 'Each value is one of the twelve orders: all of its fields, and nothing else.',
    observed: ({ first }) => {
      const odd = first.records.find((record) => !orderIn(record))
      return `The value at offset ${odd?.offset} is ${quoted(odd?.value)}, which is none of them.`
    },
    why: 'Kafka keeps the bytes you send and checks nothing in them. A reader that expects an order has to make do with whatever is there.',
    try: 'Print the value of one message, and the order it is for, one below the other.',
  },
  {
    id: 'missing-key',
    matches: ({ first }) => first.records.some(({ key }) => key === null),
    expected: "Every record's key is its order's id.",
    observed: ({ first }) =>
      `${first.records.filter(({ key }) => key === null).length} of ${first.records.length} keys are null.`,
    why: 'Kafka takes no key out of your value: it never looks inside. A record whose key you do not set has none.',
    try: 'A message has a field beside value for this.',
  },
  {
    id: 'wrong-key',
    matches: ({ first }) => !first.records.every(hasRightKey),
    expected: "Every record's key is its order's id, as plain text.",
    observed: ({ first }) => {
      const odd = first.records.find((record) => !hasRightKey(record))
      return `The key at offset ${odd?.offset} is ${quoted(odd?.key)}, of the order with the id "${orderId(odd?.value)}".`
    },
    why: 'Keys are compared byte by byte. A key with quotation marks around it, or with more or less in it than the id, is another key, and readers who look for the id will not find it.',
    try: 'Print the key you send, and the id, one below the other.',
  },
  {
    id: 'missing-header',
    matches: ({ first }) => !first.records.every(hasRightShop),
    expected: 'Every record has one header shop, equal to order.shop.',
    observed: ({ first }) => {
      const odd = first.records.find((record) => !hasRightShop(record))
      const shops = odd ? shopsOf(odd).map(quotedText) : []
      const names = (odd?.headers ?? []).map(([name]) => quotedText(name))
      const instead = `no header shop${names.length > 0 ? `, but ${names.join(', ')}` : ''}`
      return `The record at offset ${odd?.offset} has ${shops.length > 0 ? `the header shop ${shops.join(', ')}` : instead}.`
    },
    why: 'Headers stand beside the value, for whoever handles a record without opening it: they look for this name, and compare its bytes. The shop inside the value is of no help to them.',
    try: 'A message has a field headers, an object of names and texts. Print yours beside order.shop.',
  },
  {
    id: 'orders-missing',
    matches: ({ first }) => first.exists && !isComplete(first) && first.ending?.code === 0,
    expected: 'All twelve orders are stored when your program ends.',
    observed: (evidence) =>
      `${howMany(evidence)} are there; missing: ${missingIn(evidence.first).join(', ')}.`,
    why: 'The broker has what it confirmed. What is missing was never sent, or its send() was still under way when the program ended, or it named a partition that the topic does not have: KafkaJS then stores nothing, and send() resolves with [].',
    try: 'Does your program send the first order and the last, and wait for both? Print what each send() resolves with.',
  },
  {
    id: 'never-ends',
    matches: ({ first }) => !first.ending,
    expected: 'Your program ends by itself, within 20 s.',
    observed: (evidence) => `${howMany(evidence)} are stored, and your program was still running.`,
    why: 'Node does not end while something is open or waited for. A producer keeps its connections open for the next send, and a send() that nobody waited for opens them again after disconnect(). A timer, a loop or another program has the same effect.',
    try: 'Which line closes the connections, and is every send() over when it runs?',
  },
]

/** Whether all is there only if the network is fast, or not even then. */
function lostByHaste(evidence: Evidence): boolean {
  const { first, second, sideBySide, reconnected } = evidence
  if (!hasOrders(evidence)) return false
  if (second) return wasInHaste(evidence) && !isSafe(second)
  return sideBySide && (!isComplete(first) || (!first.ending && reconnected))
}

/**
 * Whether a send that was under way at disconnect() opened the connection again. KafkaJS sends again
 * what was not answered by then: one order, or several of those sent side by side, is there twice.
 */
function cameBack({ first, sideBySide, reconnected }: Evidence): boolean {
  const isAllOnce = isComplete(first) && repeatedIn(first).length <= 1
  return !first.ending && reconnected && areAll(first.records, orderIn) && (sideBySide || isAllOnce)
}

/** Whether there is about one record for each order, and the same order in all of them. */
function holdsOneForEach({ first }: Evidence): boolean {
  const { length } = first.records
  const isOneForEach = length >= orders.length && length < 2 * orders.length
  return isOneForEach && onlyOrderIn(first) !== undefined
}

function isSafe(run: Evidence['first']): boolean {
  return isComplete(run) && run.ending !== undefined
}

/** Whether there are only orders, each once; of a program that ended, but for a client's retry. */
function hasOrders(evidence: Evidence): boolean {
  const { first } = evidence
  const isRepeated = repeatedIn(first).length > 0 && (!first.ending || sendsTwice(evidence))
  return areAll(first.records, orderIn) && !isRepeated
}

function orderId(value: Buffer | null | undefined): unknown {
  return (parse(value ?? null) as { id?: unknown } | undefined)?.id
}
