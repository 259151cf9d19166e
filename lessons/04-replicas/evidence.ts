import { isDeepStrictEqual } from 'node:util'
import type { Ending, StoredRecord } from '#check'
import type { Given, Phase } from './counter.ts'

/** How the program made `payments`. */
export interface Topic {
  readonly partitions: number
  readonly copies: number
  readonly minInSync: number
}

export interface Evidence {
  /** Undefined when there was none after group 1 had been given. */
  readonly topic: Topic | undefined
  /** How far the grading went. */
  readonly phase: Phase
  readonly given: readonly Given[]
  /** During what each payment was called safe. */
  readonly acknowledged: ReadonlyMap<string, Phase>
  /** Called safe while payments refused them. */
  readonly refused: readonly string[]
  /** Not called safe, all brokers back, by a program that had asked for the next group long ago. */
  readonly setAside: readonly string[]
  /** What min.insync.replicas was when writes were to be refused, if the program had changed it. */
  readonly lowered?: number
  /** What acknowledged() was called with that is no payment's id. */
  readonly unknown: readonly string[]
  readonly groups: number
  /** Whether the program waits for another group. */
  readonly asked: boolean
  /** What can be read of payments at the end; a broker is still away if the outage was cut short. */
  readonly records: readonly StoredRecord[]
  /** Undefined when it did not end, or had to be ended. */
  readonly ending: Ending | undefined
}

export function hasRightSettings(topic: Topic | undefined): boolean {
  return isDeepStrictEqual(topic, { partitions: 1, copies: 3, minInSync: 2 })
}

const phases: readonly Phase[] = ['healthy', 'alone', 'frozen', 'failover', 'outage', 'restored']

/** Whether the grading went that far. */
export function reached({ phase }: Pick<Evidence, 'phase'>, wanted: Phase): boolean {
  return phases.indexOf(phase) >= phases.indexOf(wanted)
}

/** Which payment a record is of, by its value or at least by its key. */
function idIn({ key, value }: StoredRecord): string {
  const { id } = (parse(value) ?? {}) as { id?: unknown }
  return typeof id === 'string' ? id : String(key)
}

export function isPayment(record: StoredRecord, given: readonly Given[]): boolean {
  const value = parse(record.value)
  return given.some(({ id, shop, cents }) => isDeepStrictEqual(value, { id, shop, cents }))
}

/** Payments that were called safe, and are not there. */
export function lostOf({
  acknowledged,
  records,
}: Pick<Evidence, 'acknowledged' | 'records'>): string[] {
  const stored = new Set(records.map(idIn))
  return [...acknowledged.keys()].filter((id) => !stored.has(id))
}

/** Payments that were given during these phases and never called safe. */
export function unacknowledged({ given, acknowledged }: Evidence, ...during: Phase[]): string[] {
  const open = given.filter(({ id }) => !acknowledged.has(id))
  return open.filter((one) => during.includes(one.during)).map(({ id }) => id)
}

/** Payments called safe while all brokers were frozen. */
export function acknowledgedFrozen({ given, acknowledged }: Evidence): string[] {
  const frozen = given.filter(({ during }) => during === 'frozen')
  return frozen.map(({ id }) => id).filter((id) => acknowledged.get(id) === 'frozen')
}

/** Payments that were under way when all brokers froze, and called safe then; none was before. */
export function acknowledgedUnanswered({ given, acknowledged }: Evidence): string[] {
  if ([...acknowledged.values()].includes('alone')) return []
  const underWay = given.filter(({ during }) => during === 'alone')
  return underWay.map(({ id }) => id).filter((id) => acknowledged.get(id) === 'frozen')
}

/** Payments called safe while no broker could say so. */
export function acknowledgedByNobody(evidence: Evidence): string[] {
  const nobody = [...acknowledgedFrozen(evidence), ...acknowledgedUnanswered(evidence)]
  return [...nobody, ...evidence.refused]
}

/** Payments that were given when there was trouble, and are not both called safe and there. */
export function givenUp(evidence: Evidence): string[] {
  const lost = new Set(lostOf(evidence))
  const later = evidence.given.filter(({ during }) => during !== 'healthy')
  return later
    .filter(({ id }) => lost.has(id) || !evidence.acknowledged.has(id))
    .map(({ id }) => id)
}

/** Payments that are there more than once. */
export function repeated({ records }: Evidence): string[] {
  const ids = records.map(idIn)
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
}

function parse(value: Buffer | null): unknown {
  try {
    return JSON.parse(String(value))
  } catch {
    return undefined
  }
}
