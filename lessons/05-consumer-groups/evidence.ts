import type { Ending, StoredRecord } from '#check'

/** A ticket that was hung up for the baristas. */
export interface Ticket {
  readonly id: string
  readonly partition: number
  readonly offset: number
  /** Hung up only after the first barista was at work. */
  readonly late: boolean
}

/** A drink that a barista wanted to make: a call of make(). */
export interface Drink {
  readonly barista: string
  readonly ticket: string
  /** Whether make() has resolved. */
  made: boolean
}

/** A group's clip on each rail: the next offset to read, by partition. */
export type Clips = Readonly<Record<number, number>>

/** The first clip or record seen that came before make() had resolved. */
export interface TooEarly {
  readonly ticket: Ticket
  readonly barista: string
  readonly what: 'clip' | 'served'
  /** Where the clip stood then. */
  readonly clip: number
}

/** Members of a group, as many as own so many partitions: [1, 1, 1, 0]. */
export type Owned = readonly number[]

export interface Evidence {
  readonly tickets: readonly Ticket[]
  readonly drinks: readonly Drink[]
  readonly served: readonly StoredRecord[]
  readonly clips: Clips
  readonly tooEarly?: TooEarly
  /** A barista that ended although nobody had asked. */
  readonly endedEarly?: { readonly barista: string; readonly ending: Ending }
  /** The group `baristas` with four baristas at work. */
  readonly team?: Owned
  /** Other groups of this run, which only the program can have made. */
  readonly otherGroups: readonly string[]
  /** How many baristas had a drink in hand at the same time, at most. */
  readonly atOnce?: number
  /** The barista that was killed in the middle of a drink. */
  readonly killed?: Drink
  /** Whether the killed one was still a member 50 s later. */
  readonly stillHeld?: boolean
  /** Baristas that ran on when the group had fewer members than that. */
  readonly fellSilent?: { readonly running: readonly string[]; readonly members: number }
  /** The barista that was asked to stop in the middle of a drink, and the others at closing time. */
  readonly stops: readonly Stop[]
}

export interface Stop {
  readonly barista: string
  /** The drink in hand, if there was one. */
  readonly inHand?: string
  /** Undefined when it was still running some seconds after the ten it is asked for. */
  readonly ending: Ending | undefined
  /** Whether the group still listed it right after it had ended. */
  readonly stillListed: boolean
}

/** Which ticket a record of `served` is of, by its value or at least by its key, and who made it. */
export function servedIn({ key, value }: StoredRecord): { ticket?: unknown; barista?: unknown } {
  const parsed = parse(value)
  const fields = (parsed instanceof Object ? parsed : {}) as { ticket?: unknown; barista?: unknown }
  return { ticket: fields.ticket ?? key?.toString(), barista: fields.barista }
}

/** How many tickets have more than one record. */
export function servedTwice({ served }: Pick<Evidence, 'served'>): number {
  const ids = served.map((record) => servedIn(record).ticket)
  return new Set(ids.filter((id, index) => ids.indexOf(id) !== index)).size
}

/** Who served a ticket, in this order. */
export function makersOf({ served }: Pick<Evidence, 'served'>, id: string | undefined): string[] {
  const records = served.map(servedIn).filter(({ ticket }) => ticket === id)
  return records.map(({ barista }) => String(barista))
}

/** The stop after which a drink that was finished then was made again by another. */
export function madeAgain(evidence: Evidence): Stop | undefined {
  return evidence.stops.find(({ barista, inHand }) => {
    const makers = inHand === undefined ? [] : makersOf(evidence, inHand)
    const finished = makers.indexOf(barista)
    return finished >= 0 && makers.slice(finished + 1).some((one) => one !== barista)
  })
}

/** Whether most tickets are served more than once, which no takeover explains. */
export function servesTwice(evidence: Evidence): boolean {
  return servedTwice(evidence) > evidence.tickets.length / 2
}

/** Whether a record says in key and value whose drink it is and who made it. */
export function isRight({ drinks }: Evidence, record: StoredRecord): boolean {
  const { ticket, barista } = servedIn(record)
  const fields = parse(record.value) as { ticket?: unknown } | undefined
  return (
    record.key?.toString() === ticket &&
    fields?.ticket === ticket &&
    drinks.some((drink) => drink.ticket === ticket && drink.barista === barista)
  )
}

/** Tickets for which there is no record at all. */
export function unserved({ tickets, served }: Evidence): Ticket[] {
  const ids = new Set(served.flatMap((record) => [String(record.key), servedIn(record).ticket]))
  return tickets.filter(({ id }) => !ids.has(id))
}

/** Tickets that are served although make() was never called for them. */
export function notMade({ tickets, drinks, served }: Evidence): Ticket[] {
  const made = new Set(drinks.map(({ ticket }) => ticket))
  const ids = new Set(served.map((record) => servedIn(record).ticket))
  return tickets.filter(({ id }) => ids.has(id) && !made.has(id))
}

/** Tickets that the group has behind it, and that nobody served. */
export function passedBy(evidence: Evidence): Ticket[] {
  return unserved(evidence).filter(
    ({ partition, offset }) => (evidence.clips[partition] ?? -1) > offset,
  )
}

/** Where the clips should be when all is done: behind the last ticket of each rail. */
export function ends({ tickets }: Pick<Evidence, 'tickets'>): Clips {
  const next: Record<number, number> = {}
  for (const { partition, offset } of tickets) {
    next[partition] = Math.max(next[partition] ?? 0, offset + 1)
  }
  return next
}

export function clipsAtEnd(evidence: Pick<Evidence, 'tickets' | 'clips'>): boolean {
  return Object.entries(ends(evidence)).every(
    ([partition, end]) => evidence.clips[Number(partition)] === end,
  )
}

function parse(value: Buffer | null): unknown {
  try {
    return JSON.parse(String(value))
  } catch {
    return undefined
  }
}

/** Whether all three who were to be asked to stop stopped well. */
export function stoppedWell(evidence: Evidence): boolean {
  return evidence.stops.length === 3 && !someStoppedBadly(evidence)
}

/** Whether somebody who was asked to stop did not finish its drink, leave the group and end well. */
export function someStoppedBadly({ stops, served }: Evidence): boolean {
  const finished = ({ barista, inHand }: Stop): boolean =>
    inHand === undefined ||
    served.map(servedIn).some((one) => one.ticket === inHand && one.barista === barista)
  return !stops.every((stop) => stop.ending?.code === 0 && !stop.stillListed && finished(stop))
}
