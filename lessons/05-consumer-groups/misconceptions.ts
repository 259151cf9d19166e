import { excerpt, type Misconception } from '#check'
import {
  type Evidence,
  ends,
  isRight,
  notMade,
  passedBy,
  type Stop,
  servedIn,
  servedTwice,
  servesTwice,
  unserved,
} from './evidence.ts'

const count = (howMany: number, what: string) => `${howMany} ${what}${howMany === 1 ? '' : 's'}`
const clipsOf = ({ clips }: Evidence) =>
  [0, 1, 2].map((partition) => clips[partition] ?? 'none').join(', ')
const neverMade = (evidence: Evidence) =>
  passedBy(evidence).filter(({ id }) => !evidence.drinks.some(({ ticket }) => ticket === id))
const lostInKill = (evidence: Evidence) =>
  passedBy(evidence).find(({ id }) => id === evidence.killed?.ticket)
const endOf = ({ ending }: Stop) => ending?.signal ?? `exit code ${ending?.code}`
const wasHit = ({ ending }: Stop) => ending?.signal === 'SIGTERM'
const outsiders = ({ team, clips, otherGroups }: Evidence) =>
  team ? team.length !== 4 : otherGroups.length > 0 && Object.keys(clips).length === 0
const lagsByOne = (evidence: Evidence) =>
  Object.entries(ends(evidence)).every(
    ([partition, end]) => evidence.clips[Number(partition)] === end - 1,
  )

// Whether a ticket was made that hung on the first rail before anybody came, or after it.
const madeOn = ({ tickets, drinks }: Evidence, late: boolean) => {
  const rail = tickets.filter(({ partition }) => partition === tickets[0]?.partition)
  return rail.some((one) => one.late === late && drinks.some(({ ticket }) => ticket === one.id))
}

export const misconceptions: Misconception<Evidence>[] = [
  {
    id: 'ended-before-stop',
    matches: ({ endedEarly }) => endedEarly?.ending.code === 0,
    expected: 'A barista works until somebody asks it to stop.',
    observed: ({ endedEarly, served }) =>
      `${endedEarly?.barista} ended by itself after ${((endedEarly?.ending.afterMs ?? 0) / 1000).toFixed(1)} s; ${count(served.length, 'record')} on served by then.`,
    why: 'A topic has no last record: however far you have read, the next ticket may come. A consumer waits for it until it is told to stop.',
    try: 'Which line ends your program, or lets it run out of things to wait for?',
  },
  {
    id: 'started-at-the-end',
    matches: (evidence) => !madeOn(evidence, false) && madeOn(evidence, true),
    expected: 'The tickets that hang there already are served too.',
    observed: (evidence) =>
      `${unserved(evidence).filter(({ late }) => !late).length} tickets hung on partition 1 before the first barista came; none of them was made. The first one made was ${evidence.drinks[0]?.ticket}, hung up while the barista was a member.`,
    why: 'A group without a committed offset has no place on a rail yet. KafkaJS then begins at the end, for somebody who wants only what is new.',
    try: 'Which option of subscribe() says where a group without a place begins?',
  },
  {
    id: 'everyone-has-own-group',
    matches: (evidence) => outsiders(evidence) && evidence.otherGroups.length > 1,
    expected: 'Four baristas are four members of one group, baristas.',
    observed: ({ otherGroups, served, team }) =>
      `The group baristas has ${count(team?.length ?? 0, 'member')}. There are ${otherGroups.length} other groups: ${otherGroups.slice(0, 4).join(', ')}. ${servedTwice({ served })} of the tickets were served more than once.`,
    why: 'It is natural to give every program a name of its own. The group id is the name of the team: members of one group share the partitions, and every group gets all of them.',
    try: 'What should the group id of two baristas have in common, and what not?',
  },
  {
    id: 'several-consumers',
    matches: ({ team }) => (team?.length ?? 0) > 4,
    expected: 'Four baristas are four members of the group baristas.',
    observed: ({ team }) =>
      `Four programs run, and the group has ${team?.length} members. They own ${team?.join(', ')} partitions.`,
    why: 'Every consumer that subscribes is a member of its own, also when two of them live in one program. Partitions are shared among members, so some of yours stand idle beside others of yours.',
    try: 'How many consumers does one run of your program make?',
  },
  {
    id: 'wrong-group',
    matches: (evidence) => outsiders(evidence) && !evidence.fellSilent,
    expected: "The four baristas are members of your run's group, group('baristas').",
    observed: ({ drinks, team, otherGroups }) =>
      `That group has ${count(team?.length ?? 0, 'member')}, though ${count(new Set(drinks.map(({ barista }) => barista)).size, 'barista')} made drinks.${otherGroups.length > 0 ? ` They are in the group ${otherGroups.join(', ')}.` : ''}`,
    why: 'A group exists by its name: members come together because they give the same one. On this cluster every name begins with whose it is and which run.',
    try: 'Print the group id of your consumer, beside the name of its topic.',
  },
  {
    id: 'nothing-served',
    standsStill: true,
    matches: ({ served, endedEarly }) => served.length === 0 && !endedEarly,
    expected: 'One record on served for each ticket.',
    observed: ({ drinks, tickets, clips }) =>
      `${tickets.length} tickets hang on tickets, and served is empty. make() was called ${drinks.length} times, and the committed offset of partition 1 is ${clips[1] ?? 'none'}.`,
    why: 'A group reads when one of its members has subscribed and runs. From then on your handler is given each ticket, and nothing else serves it. It may have failed: KafkaJS logs that, and calls it again or gives up.',
    try: 'Does your program subscribe, run, and send? What does it print?',
  },
  {
    id: 'committed-before-serving',
    matches: (evidence) => evidence.tooEarly?.what === 'clip' || lostInKill(evidence) !== undefined,
    expected: 'A ticket whose barista is killed in the middle of its drink is served by another.',
    observed: (evidence) => {
      const lost = lostInKill(evidence)
      const { tooEarly, killed } = evidence
      return lost
        ? `${killed?.barista} was killed while making ${lost.id}, offset ${lost.offset} of partition ${lost.partition}. Nobody served it: the committed offset there is ${evidence.clips[lost.partition]}, past it.`
        : `Before ${tooEarly?.ticket.id} of ${tooEarly?.barista} was on served, offset ${tooEarly?.ticket.offset} of partition ${tooEarly?.ticket.partition}, the committed offset there was ${tooEarly?.clip} already.`
    },
    why: 'The clip is all that is left of a dead barista. Whoever takes over its rail begins there and asks nobody what was done; so the clip may pass a ticket only when its drink is on the counter. KafkaJS takes a ticket for done when the promise of your handler resolves.',
    try: 'When is the offset committed, and what does your handler still have to do then? If it waits for everything: does its send() wait for the brokers?',
  },
  {
    id: 'served-before-made',
    matches: (evidence) => evidence.tooEarly?.what === 'served' || notMade(evidence).length > 0,
    expected: 'A drink is served when make(ticket) has resolved, and not before.',
    observed: (evidence) => {
      const { tooEarly, drinks } = evidence
      const [unmade] = notMade(evidence)
      return unmade
        ? `${unmade.id} is on served, and make() was never called for it.${drinks[0] ? ` It was called for "${excerpt(drinks[0].ticket, 40)}".` : ''}`
        : `${tooEarly?.ticket.id} was on served while ${tooEarly?.barista} was still making it.`
    },
    why: 'make() begins a drink, and the promise it gives resolves when the drink is done. A record on served says to every reader that the drink is done, and what is on a log cannot be taken back.',
    try: 'What is make() given, which line waits for it, and does the record come after that line?',
  },
  {
    id: 'never-commits',
    matches: (evidence) =>
      evidence.stops.some(({ ending, stillListed }) => ending?.code === 0 && !stillListed) &&
      unserved(evidence).length === 0 &&
      Object.keys(evidence.clips).length === 0,
    expected: 'The group knows which tickets are served, also when all baristas have gone home.',
    observed: ({ tickets, served }) =>
      `All ${tickets.length} tickets are served, in ${served.length} records. The baristas said goodbye, and baristas has no committed offset on any partition of tickets.`,
    why: "A consumer's position lives in its memory. What the group keeps is what was committed; without it, whoever takes over a rail begins where fromBeginning says, and every ticket is made again.",
    try: 'Who commits in your program: KafkaJS or you?',
  },
  {
    id: 'committed-last-not-next',
    matches: (evidence) => evidence.stops.length > 0 && lagsByOne(evidence),
    expected: 'At the end the committed offset of each partition is just past its last ticket.',
    observed: (evidence) =>
      `The last tickets have the offsets ${Object.values(ends(evidence))
        .map((end) => end - 1)
        .join(', ')}; the committed offsets are ${clipsOf(evidence)}.`,
    why: 'A committed offset is the next one to read, not the last one read. With the last one, every takeover makes one drink again.',
    try: 'Which number would you tell a colleague who takes over your rail?',
  },
  {
    id: 'skips-rails',
    matches: (evidence) => neverMade(evidence).length > 0 && !evidence.killed,
    expected: 'A barista serves every ticket of every partition it owns.',
    observed: (evidence) => {
      const rails = [...new Set(neverMade(evidence).map(({ partition }) => partition))].sort()
      return `${count(neverMade(evidence).length, 'ticket')} on ${rails.length === 1 ? 'partition' : 'partitions'} ${rails.join(' and ')} never made, though the committed offsets are ${clipsOf(evidence)}: your program read them and moved on. Nobody was killed.`
    },
    why: 'The group already divides the partitions: a member is given only those that are its own, and nobody else reads them. A record that the handler returns from counts as done.',
    try: 'For which tickets does your handler return without a drink?',
  },
  {
    id: 'drops-at-stop',
    matches: (evidence) => evidence.stops.length > 0 && passedBy(evidence).length > 0,
    expected: 'What a barista has not served when it stops is left for the others.',
    observed: (evidence) => {
      const [lost] = passedBy(evidence)
      return `${lost?.id}, offset ${lost?.offset} of partition ${lost?.partition}, was never served, and the committed offset there is ${evidence.clips[lost?.partition ?? 0]}, past it. Nobody was killed then: ${evidence.stops[0]?.barista} had been asked to stop.`
    },
    why: 'A client reads many records at once, and a record counts as done when the handler returns from it, a whole batch when eachBatch does (eachBatchAutoResolve). Who returns early on the way out tells the group that the rest is done too.',
    try: 'After SIGTERM, which records does your handler return from without a drink?',
  },
  {
    id: 'served-twice',
    matches: servesTwice,
    expected: 'One record on served for each ticket.',
    observed: ({ tickets, served }) =>
      `${served.length} records are on served for ${tickets.length} tickets: ${servedTwice({ served })} of the tickets have more than one.`,
    why: 'A ticket may be made twice when a barista is lost, and then it is served twice. Twice as a rule is the program, and whoever reads served hands out each drink twice.',
    try: 'How often does your handler send for one ticket?',
  },
  {
    id: 'session-too-long',
    matches: ({ killed, stillHeld }) => killed !== undefined && stillHeld === true,
    expected: 'What a killed barista had in hand is served by another, 45 s later at the latest.',
    observed: ({ killed }) =>
      `${killed?.barista} was killed, and 50 s later the group still listed it as a member. Its tickets wait.`,
    why: 'A barista that dies says nothing. The group gives it up when it has not been heard of for the length of its session, and nobody else is given its partitions before.',
    try: 'How long is the sessionTimeout of your consumer?',
  },
  {
    id: 'fell-silent',
    standsStill: true,
    matches: ({ fellSilent }) => fellSilent !== undefined,
    expected: 'A barista that runs is a member of the group, until it is asked to stop.',
    observed: ({ fellSilent }) =>
      `${fellSilent?.running.join(', ')} ran on, and nobody had asked them to stop; the group had ${count(fellSilent?.members ?? 0, 'member')}.`,
    why: 'When KafkaJS meets an error that no new attempt can mend, it logs it and gives the consumer up; the program around it runs on and does nothing. One such error is to be fenced: of the producers with one transactionalId only the newest may go on, as the others are taken for dead. Another is to join with a way of dividing the partitions that the other members do not know.',
    try: 'What does your program print? Which name do all four baristas share that each should have for itself, or the other way round? (The file is named below.)',
  },
  {
    id: 'one-does-all',
    standsStill: true,
    matches: ({ atOnce, endedEarly }) => atOnce !== undefined && atOnce < 3 && !endedEarly,
    expected: 'With tickets on three partitions, three of four baristas work at the same time.',
    observed: ({ atOnce, team }) =>
      `With tickets on every partition and every drink taking up to 2.5 s, ${atOnce === 1 ? 'one barista' : `${atOnce} baristas`} worked at a time. The members own ${team?.join(', ')} partitions.`,
    why: 'A partition is read by one member of a group at a time, and three partitions can be read by three. The work is shared only as far as their owners differ, and each works for itself.',
    try: 'Who gives the partitions to the members, and what keeps their owners from beginning?',
  },
  {
    id: 'leaves-without-goodbye',
    matches: ({ stops }) => stops.some((stop) => stop.stillListed && stop.ending && !wasHit(stop)),
    expected: 'A barista that has stopped is no member of the group any more.',
    observed: (evidence) => {
      const stop = evidence.stops.find((one) => one.stillListed && one.ending && !wasHit(one))
      const drink = stop && leftDrink(evidence) === stop ? `, with ${stop.inHand} not served` : ''
      return `${stop?.barista} ended after SIGTERM (${stop ? endOf(stop) : ''})${drink}, and the group still listed it as a member.`
    },
    why: 'To the group, a program that is gone without a word looks like one that is thinking. It keeps its partitions until its session ends; nobody serves them meanwhile.',
    try: 'Which call says goodbye to the group, and does your program wait for it?',
  },
  {
    id: 'ignores-stop',
    matches: ({ stops }) => stops.some((stop) => !stop.ending || wasHit(stop)),
    expected: 'After SIGTERM: the drink in hand, goodbye, and exit code 0 within 10 s.',
    observed: ({ stops }) => {
      const stop = stops.find((one) => !one.ending || wasHit(one))
      return stop?.ending
        ? `${stop.barista} was ended by the signal itself, while making ${stop.inHand}. The group ${stop.stillListed ? 'still listed it as a member' : 'had lost it'}.`
        : `${stop?.barista} was still running 10 s after SIGTERM.`
    },
    why: 'SIGTERM is a request. Node ends at once if nobody listens for it; and whoever does listen has to close what keeps Node alive, a consumer and a producer with their connections. The consumer waits for the handler that runs: one that goes through a whole batch makes every drink in it first, and one that waits for the consumer never ends (lesson 2).',
    try: "What happens on 'SIGTERM', and what is still open afterwards?",
  },
  {
    id: 'wrong-record',
    matches: (evidence) => evidence.served.some((record) => !isRight(evidence, record)),
    expected:
      'Key: the ticket\'s id. Value: {"ticket": …, "barista": …} as JSON, with the barista who made it.',
    observed: (evidence) => {
      const odd = evidence.served.find((record) => !isRight(evidence, record))
      const maker = evidence.drinks.find(({ ticket }) => odd && ticket === servedIn(odd).ticket)
      return `The record at offset ${odd?.offset} of served has the key ${odd?.key ?? 'null'} and the value ${excerpt(odd?.value, 80)}.${maker ? ` ${maker.barista} made that ticket.` : ''}`
    },
    why: 'Readers of served know nothing but its bytes. The key is what they look for, and the name is how they know who worked.',
    try: 'Print what you send beside what the exercise asks for.',
  },
  {
    id: 'leaves-its-drink',
    matches: (evidence) => leftDrink(evidence) !== undefined,
    expected: 'A barista that is asked to stop finishes the drink in its hand.',
    observed: (evidence) => {
      const { barista, inHand } = leftDrink(evidence) ?? {}
      const by = evidence.served.map(servedIn).filter(({ ticket }) => ticket === inHand)
      return `${barista} was asked to stop while making ${inHand}, and ended. The drink was ${by.length > 0 ? `served by ${by.map((one) => one.barista).join(' and ')}` : 'served by nobody'}.`
    },
    why: 'Nothing is lost: the ticket went to another barista, because nobody had committed it. But the drink was begun twice. A handler that fails on the way out, for want of a producer that is already closed, leaves its work to others as well.',
    try: 'What does your handler need until its last drink is served, and in which order do you close things?',
  },
  {
    id: 'stuck-at-a-ticket',
    standsStill: true,
    matches: (evidence) =>
      evidence.stops.length === 0 && !evidence.endedEarly && stuckAt(evidence) !== undefined,
    expected: 'Every ticket is served.',
    observed: (evidence) => {
      const stuck = stuckAt(evidence)
      return `The group stands at ${stuck?.id}, offset ${stuck?.offset} of partition ${stuck?.partition}, which is not served, and nothing moves any more. ${count(unserved(evidence).length, 'ticket')} wait.`
    },
    why: 'When a handler throws, KafkaJS calls it again with the same record, after a few times it starts the consumer anew, and that begins at the committed offset: the same record again. All that is behind it on the partition waits.',
    try: 'What does your program print about this ticket? (The file is named below.)',
  },
  {
    id: 'committed-before-serving',
    matches: (evidence) => !evidence.endedEarly && passedBy(evidence).length > 0,
    expected: 'A ticket is committed when its drink is on served.',
    observed: (evidence) => {
      const [lost] = passedBy(evidence)
      return `${lost?.id}, offset ${lost?.offset} of partition ${lost?.partition}, is not served. The committed offset there is ${evidence.clips[lost?.partition ?? 0]}, past it.`
    },
    why: 'KafkaJS takes a ticket for done when your handler comes to its end, whichever way it took. After an error that it catches, or a time of its own that is up, the group goes on behind a ticket that nobody will be given again.',
    try: 'How can your handler come to its end without having served the drink?',
  },
]

/** Who was asked to stop, ended well, and did not finish what it had in hand. */
function leftDrink(evidence: Evidence): Stop | undefined {
  const { stops, served } = evidence
  if (!served.every((record) => isRight(evidence, record))) return undefined
  const records = served.map(servedIn)
  return stops.find(
    ({ barista, inHand, ending }) =>
      inHand !== undefined &&
      ending?.code === 0 &&
      !records.some((one) => one.ticket === inHand && one.barista === barista),
  )
}

/** The first unserved ticket of a rail whose clip is at it. */
function stuckAt(evidence: Evidence): Evidence['tickets'][number] | undefined {
  if (evidence.served.length === 0) return undefined
  return unserved(evidence).find(({ partition, offset }) => evidence.clips[partition] === offset)
}
