import { isDeepStrictEqual } from 'node:util'
import type { Ending, StoredRecord } from '#check'
import { orders } from './orders.ts'

/** One run of the program, and what `orders` held after it. */
export interface Run {
  /** Undefined when the program did not end in time. */
  readonly ending: Ending | undefined
  /** For how long it went on after it had last sent something, or had an answer. */
  readonly lingeredMs: number
  /** For how long it went on after it had first asked where to send. */
  readonly workedMs: number
  readonly records: readonly StoredRecord[]
  /** The high watermark of `orders`, which counts records that no reader sees as well. */
  readonly high: number
  /** Where `orders` begins; more than 0 when records were deleted. */
  readonly low: number
  readonly partitions: number
  /** Whether there are records of a transaction that was given up, or is still open. */
  readonly uncommitted: boolean
  /** Whether `orders` was still there. */
  readonly exists: boolean
  /** Other topics of this run, which only the program can have made. */
  readonly otherTopics: readonly string[]
}

export interface Evidence {
  readonly first: Run
  /** What else than `orders` the program asked the brokers for, whether there is such a topic or not. */
  readonly otherNames: readonly string[]
  /** Whether anything was sent, to whatever topic. */
  readonly sent: boolean
  /** Whether a send began while another was under way. */
  readonly sideBySide: boolean
  /** Whether the program connected once more while it sent, as KafkaJS does after disconnect(). */
  readonly reconnected: boolean
  /** Whether anything was sent with acks: 0. */
  readonly unanswered: boolean
  /** Whether anything was sent with acks: 1. */
  readonly leaderOnly: boolean
  /** A second run, over a slow network, if the first may have gone well by luck. */
  readonly second?: Run
}

/** The order that a record's value holds as JSON, if it holds one and nothing else. */
export function orderIn({ value }: StoredRecord): (typeof orders)[number] | undefined {
  return orders.find((order) => isDeepStrictEqual(order, parse(value)))
}

/** Whether a record's value is a list, or has the ids of several orders as JSON in whatever it is. */
export function holdsSeveral({ value }: StoredRecord): boolean {
  const list = parse(value)
  if (Array.isArray(list) && list.length > 1) return true
  const found = [...String(value).matchAll(/"id\\*"\s*:\s*\\*"([^"\\]+)/g)].map(([, id]) => id)
  return orders.filter(({ id }) => found.includes(id)).length > 1
}

/** Which orders are stored, by value or at least by key; twice if they are there twice. */
export function idsIn({ records }: Run): string[] {
  const known = new Set(orders.map(({ id }) => id))
  return records.flatMap(({ key, value }) => {
    const ids = [String(fieldsOf(value).id), String(key)]
    return ids.find((one) => known.has(one)) ?? []
  })
}

/** Whether there are records, and all of them are so. */
export function areAll(
  records: readonly StoredRecord[],
  isSo: (record: StoredRecord) => unknown,
): boolean {
  return records.length > 0 && records.every(isSo)
}

export function isComplete(run: Run): boolean {
  return new Set(idsIn(run)).size === orders.length
}

// Longer than closing a connection takes.
const LINGERING_MS = 250

/**
 * Whether all may have arrived by luck: sent side by side, or by a program that ends itself, or
 * that goes on for a while when there is nothing left to do.
 */
export function wasInHaste({ first, sideBySide }: Pick<Evidence, 'first' | 'sideBySide'>): boolean {
  return sideBySide || first.ending?.exited === true || first.lingeredMs > LINGERING_MS
}

/** Whether nothing was done to `orders` besides writing to it. */
export function isAsGiven({ partitions, low }: Run): boolean {
  return partitions === 1 && low === 0
}

/** The ids of orders that are not there. */
export function missingIn(run: Run): string[] {
  const ids = idsIn(run)
  return orders.map(({ id }) => id).filter((id) => !ids.includes(id))
}

/** The ids of orders that are there more than once. */
export function repeatedIn(run: Run): string[] {
  const ids = idsIn(run)
  return [...new Set(ids.filter((id, index) => ids.indexOf(id) !== index))]
}

/** The id of the order that every record holds, if it is the same in all of them. */
export function onlyOrderIn({ records }: Run): string | undefined {
  const ids = new Set(records.map((record) => orderIn(record)?.id))
  return ids.size === 1 ? [...ids][0] : undefined
}

/** Once may be the client's own retry, which a program cannot help; twice is the program. */
export function sendsTwice({ first, second }: Evidence): boolean {
  return repeatedIn(first).length > 0 && (!second || repeatedIn(second).length > 0)
}

/** Whether the key is the id that stands in the value. */
export function hasRightKey({ key, value }: StoredRecord): boolean {
  return key?.toString() === fieldsOf(value).id
}

/** Whether there is one header `shop`, and it is the shop that stands in the value. */
export function hasRightShop(record: StoredRecord): boolean {
  const shops = shopsOf(record)
  return shops.length === 1 && shops[0] === fieldsOf(record.value).shop
}

const WEEK_MS = 7 * 24 * 3_600_000

/** Whether it is older than topics keep records as a rule. */
export function isOutdated({ timestamp }: StoredRecord): boolean {
  return Date.now() - timestamp > WEEK_MS
}

function fieldsOf(value: Buffer | null): { id?: unknown; shop?: unknown } {
  return Object(parse(value))
}

/** The values of the header `shop`. */
export function shopsOf({ headers }: StoredRecord): string[] {
  return headers.filter(([name]) => name === 'shop').map(([, value]) => String(value))
}

/** A value as JSON, or undefined when it is none. */
export function parse(value: Buffer | null): unknown {
  try {
    return JSON.parse(String(value))
  } catch {
    return undefined
  }
}
