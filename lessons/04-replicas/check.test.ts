import { check, endedWell } from '#check'
import {
  acknowledgedByNobody,
  type Evidence,
  hasRightSettings,
  isPayment,
  lostOf,
  reached,
  repeated,
  unacknowledged,
} from './evidence.ts'
import { misconceptions } from './misconceptions.ts'
import { goThrough } from './trouble.ts'

const wereLeft = (evidence: Evidence) =>
  evidence.setAside.length > 0 ||
  unacknowledged(evidence, 'alone', 'frozen', 'failover', 'outage').length > 0
// Some may still have been under way then.
const wasCutShort = ({ phase, ending }: Evidence) => phase === 'outage' && !ending
const to = (phase: Evidence['phase']) => (evidence: Evidence) => reached(evidence, phase)

export default check<Evidence>({
  takesBrokers: true,
  gather: goThrough,
  requirements: [
    [
      'payments has one partition and three copies of it',
      ({ topic }) => topic?.partitions === 1 && topic.copies === 3,
    ],
    [
      'it takes writes while two copies are in sync, and not with fewer',
      ({ topic, lowered }) =>
        hasRightSettings(topic && { ...topic, partitions: 1, copies: 3 }) && lowered === undefined,
    ],
    [
      'with all brokers up, each payment is acknowledged',
      (evidence) => evidence.groups > 0 && unacknowledged(evidence, 'healthy').length === 0,
    ],
    [
      'every record is one payment, as JSON',
      ({ records, given }) => records.every((record) => isPayment(record, given)),
    ],
    [
      'none is acknowledged while the brokers cannot confirm it',
      (evidence) => reached(evidence, 'failover') && acknowledgedByNobody(evidence).length === 0,
      to('failover'),
    ],
    [
      'what was acknowledged is there when the brokers are back',
      (evidence) =>
        reached(evidence, 'failover') &&
        lostOf(evidence).every((id) => evidence.refused.includes(id)),
      to('failover'),
    ],
    [
      (evidence) =>
        `each is tried until it is acknowledged${wereLeft(evidence) ? '' : ', also through 21 s of refused writes'}`,
      (evidence) =>
        reached(evidence, 'restored') &&
        evidence.given.every(({ id }) => evidence.acknowledged.has(id)),
      (evidence) => reached(evidence, 'restored') || (wereLeft(evidence) && !wasCutShort(evidence)),
    ],
    [
      'your program ends by itself after the last group, with exit code 0',
      (evidence) => reached(evidence, 'restored') && endedWell(evidence.ending),
      to('restored'),
    ],
  ],
  misconceptions,
  notes: (evidence) => {
    const twice = repeated(evidence)
    if (twice.length === 0) return []
    return [
      `${twice.join(', ')} ${twice.length === 1 ? 'is' : 'are'} stored twice. An earlier try had arrived, but no answer to it came in time, so it was sent again. That loses nothing. With idempotent: true KafkaJS's own retries store nothing twice; another send() of yours still may.`,
    ]
  },
  passed: ({ given, records, groups }) => ({
    holds: [
      `payments, partition 0: ${groups} groups, ${given.length} payments, ${records.length} records`,
      ...records.slice(-3).map(({ offset, value }) => `  ${offset}  ${value}`),
    ],
    why: 'You waited for every copy in sync (acks: -1), and the topic did not let one copy count as all of them (min.insync.replicas=2). So whatever you called safe was on two brokers, and one of them could die. While nobody could promise that, your program had no promise to pass on, and kept trying.',
  }),
})
