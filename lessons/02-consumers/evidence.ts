import { isDeepStrictEqual } from 'node:util'
import type { Ending, StoredRecord } from '#check'

/** An order as the check hung it up; its place in the list is its offset. */
export interface Order {
  readonly id: string
  readonly shop: string
  readonly cents: number
}

/** One run of the program, and what the brokers held after it. */
export interface Run {
  /** Orders on the topic when it started. */
  readonly offered: number
  /** Orders hung up while it was a member of the group and did not move. */
  readonly late: number
  /** Undefined when the program did not end in time. */
  readonly ending: Ending | undefined
  /** What the group had committed when it started, and when it was over; 0 for nothing. */
  readonly before: number
  readonly committed: number
  /** Whether the group was ever seen to own the partition. */
  readonly owned: boolean
  /** Whether nothing moved any more after orders had come late in this run. */
  readonly stuck: boolean
  /** From which offset on it last asked for orders, and how often in a row, if it was seen to. */
  readonly reading: { readonly offset: number; readonly times: number } | undefined
  /** Members still listed after the program. */
  readonly members: number
  /** What the run added to `totals`. */
  readonly totals: readonly StoredRecord[]
  /** Whether `totals` holds records of a transaction that was left open or given up, by now. */
  readonly uncommitted: boolean
  /** Groups of other names with commits on `orders`; looked for if ours fell behind. */
  readonly otherGroups: readonly string[]
  /** What `orders` holds. Undefined when the topic is gone. */
  readonly held: { readonly low: number; readonly count: number } | undefined
}

export interface Evidence {
  /** The full name of the group that is asked for. */
  readonly group: string
  readonly orders: readonly Order[]
  readonly runs: readonly Run[]
}

export function endedInTime({ ending }: Run): boolean {
  return ending?.code === 0
}

export function isUpToDate(run: Run): boolean {
  return run.committed >= run.offered && !isPastTheEnd(run)
}

/** Whether the group has committed an offset that no order has, and the next will not have. */
export function isPastTheEnd({ committed, offered, late }: Run): boolean {
  return committed > offered + late
}

/** Whether it asked for the same orders again and again, though they were there. */
export function readsAgain({ reading, offered }: Run): boolean {
  return reading !== undefined && reading.times >= 3 && reading.offset < offered
}

/** Whether the run added one record per shop, with the sum of the orders it had to read. */
export function hasRightTotals(orders: readonly Order[], run: Run): boolean {
  // Of those that came late it may have read some; what it has committed tells which.
  return areTotalsOf(run, orders.slice(run.before, Math.max(run.committed, run.offered)))
}

export function isUntouched({ held, offered, late }: Run): boolean {
  return held?.low === 0 && held.count === offered + late
}

export function isRight(orders: readonly Order[], run: Run): boolean {
  return endedInTime(run) && isUpToDate(run) && hasRightTotals(orders, run) && isUntouched(run)
}

/** Whether what a run added to `totals` are the sums of exactly these orders. */
export function areTotalsOf({ totals }: Run, orders: readonly Order[]): boolean {
  const sums = sumsOf(orders)
  const keys = totals.map(({ key }) => String(key))
  return (
    keys.length === sums.size &&
    new Set(keys).size === keys.length &&
    totals.every((total) => isDeepStrictEqual(parse(total), { cents: sums.get(String(total.key)) }))
  )
}

/** Whether the totals, whatever their keys, add up to orders that came late, and to no others. */
export function countsOnlyLateOnes(orders: readonly Order[], run: Run): boolean {
  const add = (sum: number, cents: number) => sum + cents
  const counted = run.totals.map((total) => centsIn(total) ?? 0).reduce(add, 0)
  const late = orders.slice(run.offered, run.committed).map(({ cents }) => cents)
  return late.some((_, last) => late.slice(0, last + 1).reduce(add, 0) === counted)
}

/** Where the orders end that the totals of a run contain, if they are all from its beginning on. */
export function endOfCounted(orders: readonly Order[], run: Run): number | undefined {
  const ends = Array.from({ length: run.late + 1 }, (_, late) => run.offered + late)
  return ends.find((end) => areTotalsOf(run, orders.slice(run.before, end)))
}

export function sumsOf(orders: readonly Order[]): Map<string, number> {
  const sums = new Map<string, number>()
  for (const { shop, cents } of orders) sums.set(shop, (sums.get(shop) ?? 0) + cents)
  return sums
}

/** What a total says, if it says a number. */
export function centsIn(total: StoredRecord): number | undefined {
  const { cents } = (parse(total) ?? {}) as { cents?: unknown }
  return typeof cents === 'number' ? cents : undefined
}

/** A total of a run that has the right shape, and no sum in it, not even one as text. */
export function hasNoSum(orders: readonly Order[], run: Run, total: StoredRecord): boolean {
  const value = parse(total)
  if (typeof value !== 'object' || value === null) return false
  if (Object.keys(value).length === 0) return true // JSON leaves out what is undefined
  if (!('cents' in value) || typeof value.cents === 'number') return false
  const sum = sumsOf(orders.slice(run.before, run.committed)).get(String(total.key))
  return value.cents !== String(sum)
}

/** Whether a record is a total, and nothing else, of one of the shops that sold something. */
export function isTotal(orders: readonly Order[], total: StoredRecord): boolean {
  return sumsOf(orders).has(String(total.key)) && isPlain(total)
}

function isPlain(total: StoredRecord): boolean {
  return centsIn(total) !== undefined && Object.keys(Object(parse(total))).length === 1
}

/** Totals beside the right ones, of whatever sold nothing in this run. */
export function totalsOfNothing(orders: readonly Order[], run: Run): StoredRecord[] {
  const read = orders.slice(run.before, run.committed)
  const shops = sumsOf(read)
  const extra = run.totals.filter((total) => !shops.has(String(total.key)) && isPlain(total))
  const others = run.totals.filter((total) => !extra.includes(total))
  return areTotalsOf({ ...run, totals: others }, read) ? extra : []
}

/**
 * Whether the totals are those of orders that begin before the place the group had reached; of all
 * shops, or of those that sold something since.
 */
export function countsOldOnes(orders: readonly Order[], run: Run): boolean {
  const shops = new Set(orders.slice(run.before).map(({ shop }) => shop))
  const areOf = (counted: readonly Order[]): boolean =>
    areTotalsOf(run, counted) ||
    areTotalsOf(
      run,
      counted.filter(({ shop }) => shops.has(shop)),
    )
  return (
    run.totals.length > 0 &&
    orders.some(
      (_, from) =>
        from < run.before &&
        orders.some((_, to) => to >= from && areOf(orders.slice(from, to + 1))),
    )
  )
}

/** The totals of a shop that has more than one, in the order in which they came. */
export function repeated({ totals }: Run): StoredRecord[] {
  const ofShop = (shop: unknown) => totals.filter(({ key }) => String(key) === String(shop))
  const often = totals.find(({ key }) => ofShop(key).length > 1)
  return often ? ofShop(often.key) : []
}

function parse({ value }: StoredRecord): unknown {
  try {
    return JSON.parse(String(value))
  } catch {
    return undefined
  }
}
