import { excerpt, type Misconception } from '#check'
import {
  areTotalsOf,
  centsIn,
  countsOldOnes,
  countsOnlyLateOnes,
  type Evidence,
  endedInTime,
  endOfCounted,
  hasNoSum,
  hasRightTotals,
  isPastTheEnd,
  isTotal,
  isUpToDate,
  type Run,
  readsAgain,
  repeated,
  sumsOf,
  totalsOfNothing,
} from './evidence.ts'

const NOTHING_RUN = { offered: 0, committed: 0, before: 0, totals: [] } as const

type Matches = (run: Run, orders: Evidence['orders'], runs: Evidence['runs']) => boolean

/** The run in which something first went wrong in such a way, if there is one. */
function faulty({ orders, runs }: Evidence, matches: Matches): Run | undefined {
  return runs.find((run) => matches(run, orders, runs))
}

/** Says whether a run matches, and what is seen in the first that does. */
function inSomeRun(
  matches: Matches,
  observed: (run: Run, evidence: Evidence) => string,
): Pick<Misconception<Evidence>, 'matches' | 'observed'> {
  return {
    matches: (evidence) => faulty(evidence, matches) !== undefined,
    observed: (evidence) =>
      observed(faulty(evidence, matches) ?? (NOTHING_RUN as unknown as Run), evidence),
  }
}

const place = ({ committed }: Run) =>
  committed === 0 ? 'bookkeeping has committed nothing' : `bookkeeping has committed ${committed}`
const lastOf = ({ offered, late }: Run) => offered + late
const otherGroups = ({ runs }: Evidence) => [...new Set(runs.flatMap((run) => run.otherGroups))]
const shopsIn = ({ totals }: Run) =>
  `totals got ${totals.length === 1 ? '1 record' : `${totals.length} records`}`
// Ended, but behind; whoever deletes the topic has other troubles.
const fellBehind = (run: Run) => endedInTime(run) && !isUpToDate(run) && run.held !== undefined
const hasCounted = ({ before, totals }: Run, from: number) => before === from && totals.length > 0
const hasOther = ({ otherGroups }: Run) => otherGroups.length > 0

export const misconceptions: Misconception<Evidence>[] = [
  {
    id: 'committed-past-the-end',
    ...inSomeRun(
      isPastTheEnd,
      (run) =>
        `orders ends at offset ${lastOf(run) - 1}, so the next to read is ${lastOf(run)}. bookkeeping has committed ${run.committed}.`,
    ),
    expected: 'The committed offset is the next order to read.',
    why: 'A group may commit any number, and nobody checks it. KafkaJS gives offsets as text, since they can be larger than a JavaScript number holds: "9" + 1 is "91". A group that stands past the end skips what comes, or is sent back to the beginning.',
    try: 'Print the offset you commit beside the offset of the last order, with typeof.',
  },
  {
    id: 'started-at-the-end',
    ...inSomeRun(
      (run, orders) =>
        run.late > 0 && run.committed > run.offered && countsOnlyLateOnes(orders, run),
      (run) =>
        `While offsets 0 to ${run.offered - 1} hung there, your program waited. Of ${run.late} more orders, hung up while it was a member, it read at once: ${place(run)}, and the older ones are in no total.`,
    ),
    expected: 'The first run reads from the start: every order this group has not read yet.',
    why: "A group without a committed offset has no place yet, and KafkaJS then starts at the end: a consumer that joins today is usually not meant to relive last year. The group's first place has to be asked for.",
    try: 'Which option of subscribe() says where a group without a place begins?',
  },
  {
    id: 'transaction-not-committed',
    ...inSomeRun(
      (run, orders) =>
        endedInTime(run) &&
        run.uncommitted &&
        run.totals.length === 0 &&
        !hasRightTotals(orders, run),
      (run) => `totals holds records of a transaction that was not committed, and ${place(run)}.`,
    ),
    expected: 'When your program ends, its totals can be read, and its place is committed.',
    why: 'Records of a transaction are stored when they are sent, and so is the place that sendOffsets() adds to it. Neither counts before commit(). What is aborted is as if it had never been; what a program leaves open also holds readers up, until the brokers abort it.',
    try: 'Does your program come to commit(), and wait for it?',
  },
  {
    id: 'left-before-reading',
    standsStill: true,
    ...inSomeRun(
      (run, _, runs) =>
        // Who has counted and not committed may find nothing to do in the next run.
        !runs.slice(0, runs.indexOf(run)).some((earlier) => hasCounted(earlier, run.before)) &&
        fellBehind(run) &&
        run.committed === run.before &&
        run.totals.length === 0 &&
        !hasOther(run) &&
        !(run.owned && run.members > 0),
      (run) =>
        `${run.offered - run.before} orders waited. Your program ended after ${(Number(run.ending?.afterMs) / 1000).toFixed(1)} s; ${place(run)}, and totals got nothing.`,
    ),
    expected: 'Your program reads every order that waits before it ends.',
    why: 'A consumer reads from run() to disconnect(). run() resolves when it has begun, not when it is done: there is no done, for the next order may come any moment. Nor is silence a sign of it: records may still be on their way.',
    try: 'How will the rest of your program learn that the last waiting order has been handled?',
  },
  {
    id: 'reads-again',
    standsStill: true,
    ...inSomeRun(
      (run) => !run.ending && !isUpToDate(run) && readsAgain(run) && !hasOther(run),
      (run) =>
        `Your program asked for the orders from offset ${run.reading?.offset} on ${run.reading?.times} times in a row, and they were there. ${place(run)}. It was still running.`,
    ),
    expected: 'Each order is read and committed, and your program ends.',
    why: 'To KafkaJS an order is done when eachMessage has returned, and a whole batch when eachBatch has. With eachBatchAutoResolve: false, nothing is done until you call resolveOffset(). What is not done is fetched again, also after an error.',
    try: 'Which line says that an order is done, and does your program come to it? What does it print?',
  },
  {
    id: 'stops-inside-handler',
    standsStill: true,
    ...inSomeRun(
      (run) => !run.ending && run.stuck && !isUpToDate(run) && run.late > 0 && !hasOther(run),
      (run) =>
        `${shopsIn(run)}, ${place(run)}, and the end of orders was ${run.offered}. Then nothing moved any more, not even for ${run.late} more orders. It was still running.`,
    ),
    expected: 'The orders are read and committed, and your program ends.',
    why: 'disconnect() waits for the handler that is running, so that no order is left half done. Awaited inside that handler, each of the two waits for the other, and KafkaJS commits only after the handler.',
    try: 'Which call that your handler awaits cannot finish before the handler does? (If there is none: a loop that waits without await lets nothing else happen, not even your handler.)',
  },
  {
    id: 'exited-before-commit',
    ...inSomeRun(
      (run) => fellBehind(run) && run.members > 0 && !hasOther(run),
      (run) =>
        `Your program ended; ${shopsIn(run)}. But ${place(run)}, the end of orders is ${run.offered}, and the group still lists ${run.members} member.`,
    ),
    expected: 'When your program ends, the group has committed what it read.',
    why: 'KafkaJS commits after your handler has returned, once for all the records it fetched together. process.exit() ends everything before that, without a goodbye: the next run would count the same orders again.',
    try: 'Who ends your program, and has the handler returned by then?',
  },
  {
    id: 'never-commits',
    ...inSomeRun(
      (run, orders) =>
        fellBehind(run) &&
        run.committed === run.before &&
        run.totals.length > 0 &&
        !hasOther(run) &&
        !countsOldOnes(orders, run),
      (run) => `${shopsIn(run)}, so the orders were read. But ${place(run)}.`,
    ),
    expected: 'When your program ends, the group has committed what it read.',
    why: 'Brokers hand out records and remember nobody. The place of a group is a note that the consumer itself writes; KafkaJS writes it for you unless you turn autoCommit off.',
    try: 'Who writes down the place in your program, and when?',
  },
  {
    id: 'committed-last-not-next',
    ...inSomeRun(
      (run, orders) =>
        run.committed > run.before &&
        run.committed < lastOf(run) &&
        areTotalsOf(run, orders.slice(run.before, run.committed + 1)),
      (run) =>
        `The totals contain every order up to offset ${run.committed}. bookkeeping has committed ${run.committed}, so it will read offset ${run.committed} again.`,
    ),
    expected: 'The committed offset is the next order to read.',
    why: 'It is natural to note what you have done. A committed offset says where to go on: after offset 9 comes 10. The number of the last order would be the first to be read next time, and be counted twice.',
    try: 'What does the group read first after it has committed 9?',
  },
  {
    id: 'committed-too-little',
    ...inSomeRun(
      (run, orders) =>
        fellBehind(run) && run.committed < run.before && endOfCounted(orders, run) !== undefined,
      (run) =>
        `When the run began, bookkeeping had committed ${run.before}; now it has committed ${run.committed || 'nothing'}. The next run will read orders again that an earlier one has counted.`,
    ),
    expected: 'The committed offset is the next order to read, and only moves forward.',
    why: 'It is natural to note how many orders were read. In the first run, which begins at offset 0, that is also where to go on; later it is not. An offset is a place in the partition, and a group may be moved back as well as forward: nobody checks it.',
    try: 'Which offset has the last order of a run that did not begin at 0?',
  },
  {
    id: 'committed-too-little',
    ...inSomeRun(
      (run, orders) =>
        fellBehind(run) && run.committed > run.before && endOfCounted(orders, run) !== undefined,
      (run, { orders }) => {
        const end = endOfCounted(orders, run) ?? 0
        return `The totals contain every order up to offset ${end - 1}. ${place(run)}, so the next run will read ${end - run.committed} of them again.`
      },
    ),
    expected: 'When your program ends, the group has committed all that it counted.',
    why: 'A committed offset is one number for all that was read before it, and it moves only when somebody commits. What you counted after your last commit looks unread to the next run.',
    try: 'Which order does your last commit follow, and how many do you count after it?',
  },
  {
    id: 'stopped-short',
    ...inSomeRun(
      (run, orders) =>
        fellBehind(run) &&
        run.committed > run.before &&
        run.totals.length > 0 &&
        areTotalsOf(run, orders.slice(run.before, run.committed)),
      (run) =>
        `${run.offered - run.before} orders waited. Your program counted ${run.committed - run.before} of them, committed that, and ended. Left unread: ${lastOf(run) - run.committed}.`,
    ),
    expected: 'Your program reads every order that waits before it ends.',
    why: 'Records come in batches, as many as one answer of the broker holds, and nothing says that a batch is the last. Only a number tells whether you are done: how many waited, or how far the topic goes.',
    try: 'What makes your program stop, and does it know by then that nothing is left?',
  },
  {
    id: 'new-group-every-run',
    matches: (evidence) => otherGroups(evidence).length > 1,
    expected: "All runs belong to one group, group('bookkeeping').",
    observed: (evidence) =>
      `${otherGroups(evidence).length} groups have commits on orders after ${evidence.runs.length} runs: ${otherGroups(evidence).join(', ')}. bookkeeping has none.`,
    why: 'A new group reads from the start every time, which looks like the right thing in the first run. The place belongs to the group: under a new name nobody knows what has been counted.',
    try: 'Which part of the group id differs from run to run?',
  },
  {
    id: 'wrong-group',
    matches: (evidence) => otherGroups(evidence).length > 0,
    expected: "All runs belong to the group group('bookkeeping').",
    observed: (evidence) =>
      `orders has commits of the group ${otherGroups(evidence)[0]}, and none of ${evidence.group}.`,
    why: 'A place belongs to the group that committed it, and a group is its name, letter by letter. On this cluster every name begins with whose it is and which run.',
    try: "Print your consumer's group id, and group('bookkeeping') below it.",
  },
  {
    id: 'counted-twice',
    ...inSomeRun(
      (run, orders) => run.before > 0 && !hasRightTotals(orders, run) && countsOldOnes(orders, run),
      (run) =>
        `A run that began with ${run.before} committed and ${run.offered - run.before} new orders wrote totals of orders below offset ${run.before}, which an earlier run had counted.`,
    ),
    expected: 'Each run counts the orders that are new to the group, and only those.',
    why: 'Reading from offset 0 works at any time, because reading removed nothing. The committed offset says which orders are new to this group; whatever is before it has been counted, and that total is written.',
    try: 'Where do the older orders in your totals come from? Is the place set back before you read (fromBeginning does so only for a group that has none), or is an earlier total added?',
  },
  {
    id: 'bytes-not-decoded',
    ...inSomeRun(
      (run, orders) => run.totals.some((total) => hasNoSum(orders, run, total)),
      (run, { orders }) => {
        const odd = run.totals.find((total) => hasNoSum(orders, run, total))
        return `The total with the key ${odd?.key ?? 'null'} is ${excerpt(odd?.value)}.`
      },
    ),
    expected: 'One total per shop, with a number of cents.',
    why: 'A consumer gives you bytes: key, value and headers are Buffers. A Buffer has no field cents, and what is added to a text becomes a longer text. What the bytes mean is for you to undo.',
    try: 'Print typeof what you add up.',
  },
  {
    id: 'bytes-not-decoded',
    ...inSomeRun(
      (run, orders) =>
        run.totals.length === run.committed - run.before &&
        repeated(run).length > 1 &&
        repeated(run).every((total) => orders.some(({ cents }) => cents === centsIn(total))),
      (run) => {
        const [one] = repeated(run)
        return `totals has ${repeated(run).length} records for the shop "${one?.key}", each with the cents of one order.`
      },
    ),
    expected: 'One total per shop and run.',
    why: 'Either your program writes a record for each order, or it adds up under keys that are never the same. A consumer gives you bytes: two Buffers that hold the same shop are two keys to a Map, until you make texts of them.',
    try: 'How often is send() called, and when? If once, at the end: print typeof what you use as the key of your Map.',
  },
  {
    id: 'total-after-every-order',
    ...inSomeRun(
      (run) => repeated(run).length > 1,
      (run) =>
        `totals has ${repeated(run).length} records for the shop "${repeated(run)[0]?.key}": ${repeated(run).map(centsIn).join(', ')} cents.`,
    ),
    expected: 'One total per shop and run.',
    why: 'A topic is a log: a newer total does not replace the one before it, even with the same key. Whoever adds them up pays the shop several times.',
    try: 'How often does your program send a total, and does it know by then that no more order of this run will come?',
  },
  {
    id: 'totals-not-written',
    ...inSomeRun(
      (run) => endedInTime(run) && run.committed > run.before && run.totals.length === 0,
      (run) => `${place(run)}, so these orders are behind the group. totals got nothing.`,
    ),
    expected: 'One record per shop on totals.',
    why: 'The group has moved past these orders, and will not be given them again. What is to be learnt from them has to be written before your program ends.',
    try: 'Which line sends the totals, and does it run, and is it awaited? If your program read nothing at all: who moved the group?',
  },
  {
    id: 'total-of-nothing',
    ...inSomeRun(
      (run, orders) => run.held !== undefined && totalsOfNothing(orders, run).length > 0,
      (run, { orders }) => {
        const [extra] = totalsOfNothing(orders, run)
        const read =
          run.committed === run.before
            ? 'no order waited'
            : `it stands in none of the orders at offsets ${run.before} to ${run.committed - 1}`
        return `totals got a record with the key "${excerpt(extra?.key, 40)}" and the value ${excerpt(extra?.value, 80)}; ${read}.`
      },
    ),
    expected: 'One total for each shop that sold something in this run, and no other record.',
    why: 'A record tells every reader that something happened. Whoever adds the totals up also counts those of shops that sold nothing, of all shops together, or of a run without orders.',
    try: 'From where does your program take the shops that it writes totals for?',
  },
  {
    id: 'wrong-record',
    ...inSomeRun(
      (run, orders) => run.totals.some((total) => !isTotal(orders, total)),
      (run, { orders }) => {
        const odd = run.totals.find((total) => !isTotal(orders, total))
        return `At offset ${odd?.offset} of totals, the key is ${odd?.key ? `"${odd.key}"` : 'null'} and the value is ${excerpt(odd?.value)}.`
      },
    ),
    expected:
      'Each total has the shop as its key, as plain text, and {"cents": n} as its value, n a number, with nothing else.',
    why: 'Key and value are bytes that other programs find and read. One that looks for a shop compares its key with these bytes, and then looks for cents in the value.',
    try: 'Print the message you send, and compare it with what the exercise asks for.',
  },
  {
    id: 'wrong-total',
    ...inSomeRun(
      (run, orders) => endedInTime(run) && isUpToDate(run) && !hasRightTotals(orders, run),
      (run, { orders }) => {
        const sums = sumsOf(orders.slice(run.before, run.committed))
        const wrong = [...sums].find(
          ([shop, sum]) => !run.totals.some((one) => `${one.key}` === shop && centsIn(one) === sum),
        )
        const got = run.totals.filter(({ key }) => `${key}` === wrong?.[0]).map(centsIn)
        return wrong
          ? `The orders at offsets ${run.before} to ${run.committed - 1} add up to ${wrong[1]} cents for the shop "${wrong[0]}". The total of the run is ${got.length > 0 ? got.join(', ') : 'missing'}.`
          : `${shopsIn(run)}; ${sums.size} shops sold something in the orders at offsets ${run.before} to ${run.committed - 1}.`
      },
    ),
    expected: 'Each run writes one total per shop, of the orders new to it.',
    why: 'The group has moved past these orders, so no later run will put this right. What was added up is not what was read: something was left out, counted twice, or added in another way.',
    try: 'Print each order as you add it, and the sums when you send them.',
  },
  {
    id: 'stopped-short',
    ...inSomeRun(
      (run) => fellBehind(run) && run.committed > run.before && run.totals.length > 0,
      (run) =>
        `${run.offered - run.before} orders waited. Your program ended when it had committed ${run.committed - run.before} of them, and its totals are those of other orders.`,
    ),
    expected: 'Your program reads every order that waits before it ends.',
    why: 'What is committed counts as done, and what is not comes again in the next run. Totals of one part and a commit of another fit no run.',
    try: 'Print each order as you add it, and the offset that you commit.',
  },
  {
    id: 'deleted-what-it-read',
    ...inSomeRun(
      ({ held }) => held?.low !== 0,
      ({ held }) =>
        held
          ? `The low watermark of orders is ${held.low}: ${held.low} orders were deleted, for every group.`
          : 'The topic orders is gone, with every order in it.',
    ),
    expected: 'All orders are still there for other groups to read.',
    why: 'In a work queue whoever handles a message takes it off. Here reading removes nothing, and the committed offset alone keeps you from reading twice; records go when they are too old, for all groups at once.',
    try: 'What would the loyalty desk find that reads orders tonight?',
  },
  {
    id: 'never-ends',
    standsStill: true,
    ...inSomeRun(
      (run) => !run.ending && isUpToDate(run),
      (run) =>
        run.offered === run.before
          ? 'There was nothing to read. Your program was still running after more than 20 s.'
          : `${run.offered - run.before} orders waited, from offset ${run.before} on. ${place(run)}, which is the end of orders, and ${shopsIn(run)}. Your program was still running.`,
    ),
    expected: 'Your program ends by itself within 20 s, also when nothing is new.',
    why: 'A topic has no end, only a place where nothing has been written yet. A consumer waits there for as long as you let it, and a producer keeps its connections for the next send, or opens them again for one that nobody waited for.',
    try: 'When do you know that you have read enough? waiting() may say 0, also because your own program has moved the group before it read. And what closes the connections, and is every send() over by then?',
  },
]
