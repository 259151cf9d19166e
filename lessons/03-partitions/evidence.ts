import { isDeepStrictEqual } from 'node:util'
import { type Ending, endedWell, type StoredPartition, type StoredRecord } from '#check'
import { events, type TicketEvent } from './events.ts'

export const PARTITIONS = 3
const CLIENTS_OWN = 3

/** One run of the program, and what `ticket-events` held after it. */
export interface Run {
  /** Undefined when the program did not end in time. */
  readonly ending: Ending | undefined
  /** None if there is no such topic. */
  readonly partitions: readonly StoredPartition[]
  /** Names that the program used in its place, as far as something came of it. */
  readonly otherTopics: readonly string[]
  /** Names that the program asked the brokers for in its place, whether there is such a topic or not. */
  readonly otherNames: readonly string[]
  /** Whether anything was sent at all. */
  readonly sent: boolean
  /** Whether a Produce request began while another was under way: perhaps those of one send(). */
  readonly sideBySide: boolean
  /** Whether that was so on one connection: sends that do not wait for each other. */
  readonly pipelined: boolean
}

export interface Evidence {
  readonly first: Run
  /** A second run, if nothing was wrong in the first, in which connections break. */
  readonly second?: Run
}

export function recordsOf({ partitions }: Run): StoredRecord[] {
  return partitions.flatMap(({ records }) => records)
}

/** The event that a record's value holds as JSON, if it holds one and nothing else. */
export function eventIn({ value }: Pick<StoredRecord, 'value'>): TicketEvent | undefined {
  const parsed = parse(value)
  return events.find((event) => isDeepStrictEqual(event, parsed))
}

/** The events stored in a partition, each where it is first met. */
function eventsOn({ records }: StoredPartition): TicketEvent[] {
  return [...new Set(records.flatMap((record) => eventIn(record) ?? []))]
}

export function storedEvents(run: Run): Set<TicketEvent> {
  return new Set(run.partitions.flatMap(eventsOn))
}

export function isComplete(run: Run): boolean {
  return storedEvents(run).size === events.length
}

/** Events that are there more than once. */
export function repeatedIn(run: Run): TicketEvent[] {
  const all = recordsOf(run).flatMap((record) => eventIn(record) ?? [])
  return [...new Set(all.filter((event, index) => all.indexOf(event) !== index))]
}

/** How often the event is there that is there most often. */
export function mostOften(run: Run): number {
  const times = new Map<TicketEvent, number>()
  for (const record of recordsOf(run)) {
    const event = eventIn(record)
    if (event) times.set(event, (times.get(event) ?? 0) + 1)
  }
  return Math.max(0, ...times.values())
}

/**
 * A second copy in one of the runs may be the client's own retry, which a program cannot help. One
 * in both, or many of one event when connections break, is the program.
 */
export function sendsTwice(evidence: Evidence): boolean {
  const { second } = evidence
  const inAll = runsOf(evidence).every((run) => repeatedIn(run).length > 0)
  return inAll || (second !== undefined && mostOften(second) > CLIENTS_OWN)
}

/** On which partitions each order's events are. */
export function partitionsByOrder(run: Run): Map<string, number[]> {
  const places = new Map<string, Set<number>>()
  for (const { partition, records } of run.partitions) {
    for (const { order } of records.flatMap((record) => eventIn(record) ?? [])) {
      places.set(order, (places.get(order) ?? new Set()).add(partition))
    }
  }
  return new Map([...places].map(([order, on]) => [order, [...on].sort()]))
}

/** The orders whose events are on several partitions. */
export function splitOrders(run: Run): string[] {
  return [...partitionsByOrder(run)].filter(([, on]) => on.length > 1).map(([order]) => order)
}

export interface Disorder {
  readonly order: string
  readonly partition: number
  /** The statuses in the order in which a reader meets them. */
  readonly statuses: readonly string[]
}

/** The orders whose events are out of order within a partition. */
export function disordersIn(run: Run): Disorder[] {
  return run.partitions.flatMap((partition) => {
    const there = eventsOn(partition)
    const orders = [...new Set(there.map(({ order }) => order))]
    return orders.flatMap((order) => {
      const own = there.filter((event) => event.order === order)
      const places = own.map((event) => events.indexOf(event))
      const inOrder = places.every(
        (place, index) => index === 0 || place > (places[index - 1] ?? 0),
      )
      const statuses = own.map(({ status }) => status)
      return inOrder ? [] : [{ order, partition: partition.partition, statuses }]
    })
  })
}

/** Whether all orders are out of order in the same way, as by a program that sorts. */
export function isSystematic(run: Run): boolean {
  const ways = disordersIn(run).map(({ statuses }) => statuses.join())
  return ways.length === partitionsByOrder(run).size && new Set(ways).size === 1
}

/** How many records each partition holds. */
export function counts({ partitions }: Run): number[] {
  return partitions.map(({ records }) => records.length)
}

/** Whether nothing is wrong with a run, taken by itself. */
export function isRight(run: Run): boolean {
  return (
    run.partitions.length === PARTITIONS &&
    recordsOf(run).every((record) => eventIn(record) !== undefined) &&
    isComplete(run) &&
    splitOrders(run).length === 0 &&
    disordersIn(run).length === 0 &&
    counts(run).every((count) => count > 0) &&
    endedWell(run.ending)
  )
}

/** Both runs, or the only one. */
export function runsOf({ first, second }: Evidence): Run[] {
  return second ? [first, second] : [first]
}

/** A value as JSON, or undefined when it is none. */
function parse(value: Buffer | null): unknown {
  try {
    return JSON.parse(String(value))
  } catch {
    return undefined
  }
}
