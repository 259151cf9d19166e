import { excerpt, type Misconception } from '#check'
import {
  acknowledgedFrozen,
  acknowledgedUnanswered,
  type Evidence,
  givenUp,
  isPayment,
  lostOf,
  reached,
  unacknowledged,
} from './evidence.ts'

const expectedTopic =
  'payments has one partition with three copies, and takes writes while at least two of them are in sync.'

export const misconceptions: Misconception<Evidence>[] = [
  {
    id: 'no-topic',
    matches: ({ topic }) => topic === undefined,
    expected: expectedTopic,
    observed: ({ ending, groups }) =>
      `There was no topic payments after your program had been given ${groups === 0 ? 'no group' : 'group 1'}${ending ? `, and it ended with exit code ${ending.code}` : ''}.`,
    why: 'Brokers here make no topic for a name they do not know. And only whoever makes a topic knows what its records are worth: into how many partitions they go, how many copies there are, and how many of those must have a record before it counts.',
    try: "What does admin.createTopics() take, and is the topic's name topic('payments')?",
  },
  {
    id: 'several-partitions',
    matches: ({ topic }) => topic !== undefined && topic.partitions !== 1,
    expected: expectedTopic,
    observed: ({ topic }) => `payments has ${topic?.partitions} partitions.`,
    why: 'Partitions share out the work, and each holds other records. What survives the loss of a broker is a copy of the same partition: the two numbers have nothing to do with each other.',
    try: 'createTopics() takes two numbers. Which is about copies, and what does the exercise ask of the other?',
  },
  {
    id: 'single-copy',
    matches: ({ topic }) => topic?.copies === 1,
    expected: expectedTopic,
    observed: () => 'The partition has a single replica, its leader.',
    why: 'Three brokers do not mean three copies: each topic says how many it has. With one, the broker that holds it takes the payments with it when it dies, whatever the producer waited for.',
    try: 'createTopics() has a setting for the number of copies. Left out, the broker decides, and here it decides for three.',
  },
  {
    id: 'min-isr-one',
    matches: ({ topic }) => topic !== undefined && topic.minInSync < 2,
    expected: expectedTopic,
    observed: ({ topic }) =>
      `payments has ${topic?.copies} copies and min.insync.replicas=${topic?.minInSync}.`,
    why: 'It is natural to take three copies for a promise. acks: -1 waits for the copies that are in sync, and those that fall behind stop counting. When the leader is the last one, "all" is one, and it may say yes alone. min.insync.replicas is where that stops; its default is 1.',
    try: 'createTopics() takes configEntries for each topic.',
  },
  {
    id: 'min-isr-one',
    matches: ({ lowered }) => lowered !== undefined,
    expected: 'payments refuses writes while fewer copies are in sync than it asks for.',
    observed: ({ lowered }) =>
      `While a copy was missing, min.insync.replicas of payments was set to ${lowered}. What was acknowledged from then on had no such promise behind it.`,
    why: 'A topic that refuses writes does what it was made for: it says that nobody can promise anything now. Whoever lowers the limit then gets a yes again, and with it the loss that the limit was to keep off.',
    try: 'What could your program do while it is refused, other than change what counts as safe?',
  },
  {
    id: 'min-isr-all',
    matches: ({ topic }) => topic?.copies === 2 && topic.minInSync === 2,
    expected: expectedTopic,
    observed: ({ topic }) =>
      `payments has ${topic?.copies} copies and min.insync.replicas=${topic?.minInSync}.`,
    why: 'Two copies are enough to survive the loss of either, and both are required for a write: with one of the two brokers away, for a restart perhaps, no till could take a payment. The third copy is there so that one may be missing.',
    try: 'With one broker away, how many copies can be in sync?',
  },
  {
    id: 'min-isr-all',
    matches: ({ topic }) => topic !== undefined && topic.minInSync >= topic.copies,
    expected: expectedTopic,
    observed: ({ topic }) =>
      `payments has ${topic?.copies} copies and min.insync.replicas=${topic?.minInSync}.`,
    why: 'More seems safer. But a write needs that many copies in sync: with one broker away, for a restart perhaps, or with fewer copies than that in all, no till can take a payment. Two already survive the loss of either.',
    try: 'With one broker away, how many copies can be in sync?',
  },
  {
    id: 'not-a-payment',
    matches: (evidence) => oddRecord(evidence) !== undefined,
    expected: 'One record for each payment, its value the payment as JSON.',
    observed: (evidence) => {
      const odd = oddRecord(evidence)
      return `The value at offset ${odd?.offset} is ${odd?.value ? excerpt(odd.value) : 'null'}`
    },
    why: 'Kafka stores the bytes it is given and never looks inside. Whoever reads payments has to find one payment in each record.',
    try: 'What does JSON.stringify() get, and how many messages has a group of three?',
  },
  {
    id: 'timeout-as-confirmation',
    matches: (evidence) => acknowledgedUnanswered(evidence).length > 0,
    expected: 'A payment is acknowledged when the brokers have confirmed it.',
    observed: (evidence) => {
      const [id = ''] = acknowledgedUnanswered(evidence)
      const lost = lostOf(evidence).includes(id) ? ' It is on no broker now.' : ''
      return `${id} was sent while only its leader ran, which could not confirm it. It was acknowledged later, when all three brokers were frozen.${lost}`
    },
    why: 'A request that is not answered in time may be stored or not; nobody has said so. Here the leader had the payment, alone, and died. Sent again, it may be there twice, which can be seen and put right. Not sent again, it may be gone.',
    try: "What else than the brokers' answer lets your program come to acknowledged(): an error that it catches, or a time of its own?",
  },
  {
    id: 'fire-and-forget',
    matches: (evidence) => acknowledgedFrozen(evidence).length > 0 || evidence.refused.length > 0,
    expected: 'A payment is acknowledged when the brokers have confirmed it.',
    observed: (evidence) => {
      const [frozen] = acknowledgedFrozen(evidence)
      if (!frozen) {
        return `${evidence.refused.join(', ')} ${wereWas(evidence.refused, 'acknowledged')} while payments refused what asks for enough copies, and no reader can see ${evidence.refused.length === 1 ? 'it' : 'them'}.`
      }
      const lost = lostOf(evidence).length
      return `${frozen} was acknowledged while all three brokers were frozen. ${lost === 0 ? 'This time nothing was lost.' : `Of ${evidence.acknowledged.size} acknowledged payments ${lost} are gone.`}`
    },
    why: 'Nobody can have promised it. A promise that nobody waits for, or only later; an error that is caught and not looked at; acks: 0, for which send() resolves as soon as the request is handed to the network: with each of them your program calls a payment safe as if there had been an answer. With acks: 1 there is one, of the leader alone, whom the limit does not bind.',
    try: 'Which line waits for the answer, does acknowledged() come after it, and which answer did you ask for?',
  },
  {
    id: 'acked-by-leader-only',
    matches: (evidence) => lostAlone(evidence).length > 0,
    expected: 'What has been acknowledged survives the loss of one broker.',
    observed: (evidence) =>
      `${lostAlone(evidence).join(', ')} ${wereWas(lostAlone(evidence), 'acknowledged')} by the leader while its followers were frozen. Then the leader died, and ${lostAlone(evidence).length === 1 ? 'it is' : 'they are'} gone: payments holds ${evidence.records.length} records.`,
    why: 'It is natural to read acks: 1 as "stored". It means stored once, on a broker that may be about to die. The next leader is one of the copies; when the old one comes back, it drops whatever the new one does not have. min.insync.replicas does not help: it binds only those who ask for acks: -1.',
    try: 'Whose answer does your producer wait for?',
  },
  {
    id: 'acknowledged-unsent',
    matches: (evidence) => neverSent(evidence).length > 0,
    expected: 'A payment is acknowledged when the brokers have confirmed it.',
    observed: (evidence) =>
      `${neverSent(evidence).join(', ')} ${wereWas(neverSent(evidence), 'acknowledged')} while all brokers were up, and ${neverSent(evidence).length === 1 ? 'is' : 'are'} on none of them.`,
    why: 'What send() confirms is what was in its messages, and nothing else. A payment that was in no message is called safe by your program alone.',
    try: 'Compare the ids you put into messages with the ids you acknowledge.',
  },
  {
    id: 'saved-up',
    matches: ({ topic, asked, acknowledged, records }) =>
      topic !== undefined && asked && acknowledged.size === 0 && records.length === 0,
    expected: 'Each group is sent before the next one is asked for.',
    observed: () =>
      'Your program asked for group 2 while payments was empty and nothing of group 1 had been acknowledged.',
    why: 'One big send at the end is kinder to the network. But what waits in the memory of a till is on no broker at all: if the till dies, nobody has it.',
    try: 'What happens to a group between the beginning of the loop and its end?',
  },
  {
    id: 'gave-up',
    matches: (evidence) => givenUp(evidence).length > 0 && reached(evidence, 'alone'),
    expected: 'The till keeps trying for a minute, and nothing is given up.',
    observed: (evidence) => {
      const { ending } = evidence
      const lost = givenUp(evidence)
      const open = lost.filter((id) => !evidence.acknowledged.has(id))
      const missing = lost.filter((id) => evidence.acknowledged.has(id))
      const end = ending ? `ended with exit code ${ending.code}` : 'was still running'
      const parts = [
        ...(open.length > 0 ? [`${open.join(', ')} ${wereWas(open, 'never acknowledged')}.`] : []),
        ...(missing.length > 0
          ? [
              `${missing.join(', ')} ${wereWas(missing, 'acknowledged')}, and ${missing.length === 1 ? 'is' : 'are'} on no broker.`,
            ]
          : []),
      ]
      return `${describe(evidence.phase)}: ${parts.join(' ')} Your program ${end}.`
    },
    why: 'A client tries again by itself, but not for ever. Left alone, KafkaJS stops a send() after five more tries, about nine seconds, and then rejects; what it asks for beside sends, such as who coordinates a transaction, it may give up at the first error, whatever its retries. The payment is in your hands again, and the brokers were back soon after. An error that is caught and forgotten, or not caught, is a payment forgotten.',
    try: 'How often does your client retry, and what does your program do with a send() that fails?',
  },
  {
    id: 'set-aside',
    matches: ({ setAside }) => setAside.length > 0,
    expected: 'Each group is tried until it is acknowledged, before the next one is asked for.',
    observed: ({ setAside }) =>
      `${setAside.join(', ')} could not be stored while brokers were away. All brokers were back, your program took the next group, and ${setAside.length === 1 ? 'this one was' : 'these were'} acknowledged only when there were no more groups.`,
    why: 'A till that goes on with the next customer seems the better one. But nobody knows when the last group comes, and until then what is put aside is on no broker: if the till dies, nobody has it, and whoever paid still waits for an answer.',
    try: 'When a send() fails, what does your program do before it asks for the next group?',
  },
  {
    id: 'never-acknowledged',
    matches: (evidence) =>
      unacknowledged(evidence, 'healthy').length > 0 && evidence.records.length > 0,
    expected:
      'acknowledged(id) is called for every payment, as soon as the brokers have confirmed it.',
    observed: (evidence) => {
      const { unknown } = evidence
      const called =
        unknown.length > 0 ? ` It was called with ${unknown[0]}, which is no payment's id.` : ''
      return `payments holds ${evidence.records.length} records, and acknowledged() was not called for ${unacknowledged(evidence, 'healthy').join(', ')} while the check waited for it.${called}`
    },
    why: 'The brokers confirm to your producer, and only your program can pass it on. A till that is told nothing takes the money twice, or lets the coffee go unpaid.',
    try: 'After which line do you know that a payment is safe, and how long after it does your program say so?',
  },
  {
    id: 'left-early',
    matches: (evidence) =>
      evidence.topic !== undefined &&
      !evidence.asked &&
      !evidence.ending?.error &&
      !reached(evidence, 'restored') &&
      evidence.given.every(({ id }) => evidence.acknowledged.has(id)),
    expected: 'Your program takes groups of payments until there are no more.',
    observed: ({ groups, ending }) =>
      `It took ${groups} ${groups === 1 ? 'group' : 'groups'} and did not ask for another. ${ending ? `It ended with exit code ${ending.code}` : 'It was still running'}, and there were more.`,
    why: 'payments() gives the next group when it is asked for it, which a for await loop does at the end of each round.',
    try: 'What ends your loop?',
  },
  {
    id: 'never-ends',
    matches: (evidence) => reached(evidence, 'restored') && !evidence.ending,
    expected: 'Your program ends by itself when there are no more groups.',
    observed: ({ given }) =>
      `All ${given.length} payments are acknowledged, and your program was still running.`,
    why: 'A producer keeps its connections open for the next send, and Node does not end while one is open. A send() that nobody waited for opens them again after disconnect(), to try once more.',
    try: 'What closes the connections of your producer and your admin, and is every send() over by then?',
  },
]

function oddRecord({ records, given }: Evidence): Evidence['records'][number] | undefined {
  return records.find((record) => !isPayment(record, given))
}

/** Called safe while all brokers were up, and on none of them. */
function neverSent(evidence: Evidence): string[] {
  const healthy = evidence.given.filter(({ during }) => during === 'healthy')
  const lost = new Set(lostOf(evidence))
  return healthy.map(({ id }) => id).filter((id) => lost.has(id))
}

/** Called safe while the leader was alone, and not there any more. */
function lostAlone(evidence: Evidence): string[] {
  return lostOf(evidence).filter((id) => evidence.acknowledged.get(id) === 'alone')
}

function wereWas(ids: readonly string[], done: string): string {
  return `${ids.length === 1 ? 'was' : 'were'} ${done}`
}

function describe(phase: Evidence['phase']): string {
  const outage = phase === 'outage' || phase === 'restored'
  return outage ? 'After writes were refused' : 'After brokers were away'
}
