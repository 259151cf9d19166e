import { check } from '#check'
import {
  clipsAtEnd,
  type Evidence,
  isRight,
  madeAgain,
  makersOf,
  notMade,
  passedBy,
  servedIn,
  servesTwice,
  someStoppedBadly,
  stoppedWell,
  unserved,
} from './evidence.ts'
import { misconceptions } from './misconceptions.ts'
import { Shift } from './shift.ts'
import { Staff } from './staff.ts'

const teamCame = ({ team }: Evidence) => team !== undefined
const hadTickets = ({ atOnce }: Evidence) => atOnce !== undefined
const wasKilled = ({ killed }: Evidence) => killed !== undefined
// What waits when the check ends early, for a member that does not go, may be served yet.
const hadTheirTime = (evidence: Evidence) =>
  unserved(evidence).length === 0 ||
  passedBy(evidence).length > 0 ||
  (evidence.stillHeld !== true && !someStoppedBadly(evidence))
const wereAsked = (evidence: Evidence) => evidence.stops.length === 3 || someStoppedBadly(evidence)

export default check<Evidence>({
  prepare: (stage) => new Staff(stage).open(),
  gather: (stage) => new Shift(stage).run(),
  requirements: [
    ['every ticket is served', (evidence) => unserved(evidence).length === 0, hadTheirTime],
    ['as a rule each is served once', (evidence) => !servesTwice(evidence)],
    [
      'none is served before make() has resolved for it',
      (evidence) => notMade(evidence).length === 0 && evidence.tooEarly?.what !== 'served',
    ],
    [
      'every record on served says which ticket it is, and who made it',
      (evidence) => evidence.served.every((record) => isRight(evidence, record)),
    ],
    [
      'four baristas are four members of the group baristas',
      ({ team }) => team?.length === 4,
      teamCame,
    ],
    ['three of them work at the same time', ({ atOnce }) => (atOnce ?? 0) >= 3, hadTickets],
    [
      'what a killed barista had in hand is served by another',
      (evidence) =>
        evidence.killed !== undefined &&
        evidence.tooEarly?.what !== 'clip' &&
        evidence.served.some((record) => servedIn(record).ticket === evidence.killed?.ticket),
      wasKilled,
    ],
    [
      'every barista works until it is asked to stop',
      ({ endedEarly, fellSilent }) => !endedEarly && !fellSilent,
    ],
    [
      'asked to stop, each finishes its drink, leaves the group, and ends with exit code 0 in time',
      stoppedWell,
      wereAsked,
    ],
    ['the committed offset of each partition is just past its last ticket', clipsAtEnd],
  ],
  misconceptions,
  notes: (evidence) => {
    const { killed } = evidence
    const twice = killed ? makersOf(evidence, killed.ticket).length : 0
    const again = madeAgain(evidence)
    return [
      ...(twice > 1 ? [`${killed?.ticket} was served ${twice} times: once is not promised.`] : []),
      ...(again
        ? [
            `${again.inHand} was served by ${makersOf(evidence, again.inHand).join(' and ')}: ${again.barista} finished it when asked to stop, and left with the committed offset not past it. If you commit by hand after that: KafkaJS's commitOffsets() does nothing once disconnect() has begun, so let the handler come to its end first.`,
          ]
        : []),
    ]
  },
  passed: (evidence) => ({
    holds: [
      `${evidence.tickets.length} tickets, ${evidence.served.length} records on served`,
      `${evidence.killed?.ticket}: in hand when ${evidence.killed?.barista} was killed, served by ${makersOf(evidence, evidence.killed?.ticket).join(' and ')}`,
    ],
    why: 'The group gave each partition to one member. Your handler was done only when the drink was on served, so the committed offset never passed a drink that could still be lost. The killed barista kept its partition until its session ended; the one that said goodbye gave it back at once.',
  }),
})
