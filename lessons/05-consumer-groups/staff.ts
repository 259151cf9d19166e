// The baristas of one grading: copies of the answer under names of their own, and what each does.
import { setTimeout as pause } from 'node:timers/promises'
import type { Relay, Stage } from '#check'
import type { Clips, Drink, Stop, Ticket, TooEarly } from './evidence.ts'

type Program = ReturnType<Stage['start']>
type Ending = Awaited<Program['ended']>
/** Who is a member of a group. */
export type Members = Awaited<ReturnType<Stage['observer']['group']>>['members']

/** A drink that make() has not given back yet. */
interface Held extends Drink {
  readonly since: number
  readonly release: () => void
}

// Less than half of the starter's session, within which a member must be heard of again.
const LONGEST_HOLD_MS = 2500
const LOOK_EVERY_MS = 50
const LONGEST_WAIT_MS = 120_000

/** Runs baristas, and decides when their drinks are done. */
export class Staff {
  readonly drinks: Drink[] = []
  readonly tickets: Ticket[] = []
  readonly stops: Stop[] = []
  tooEarly: TooEarly | undefined
  endedEarly: { barista: string; ending: Ending } | undefined
  /** Whether drinks take their time now. */
  holding = false
  readonly #stage: Stage
  readonly #working = new Map<string, Program>()
  readonly #held = new Set<Held>()

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** Begins a barista's shift; what it sends can be held up in a relay. */
  hire(barista: string, through?: Relay): void {
    const make = (ticket: unknown) => this.#make(barista, String(ticket))
    const env = { WORKBOOK_BARISTA: barista }
    const program = this.#stage.start({
      env,
      conversation: { make },
      ...(through && { through }),
    })
    this.#working.set(barista, program)
    void program.ended.then((ending) => {
      if (this.#working.get(barista) !== program) return
      this.#stage.endings.push(ending)
      this.endedEarly ??= { barista, ending }
    })
  }

  get working(): string[] {
    return [...this.#working.keys()]
  }

  /** Drinks in hand, the newest first. */
  get held(): Held[] {
    return [...this.#held].reverse()
  }

  /** How many baristas have a drink in hand. */
  get busy(): number {
    return new Set(this.held.map(({ barista }) => barista)).size
  }

  /** Lets all drinks be done, those in hand and those to come. */
  release(): void {
    this.holding = false
    for (const { release } of this.#held) release()
  }

  /** What a learner finds who tries a barista out: two topics, and tickets on every rail. */
  async open(): Promise<void> {
    await this.#stage.makeTopic('tickets', { partitions: 3 })
    await this.#stage.makeTopic('served', { partitions: 1 })
    await this.hangUp(3, [0, 1, 2], false)
  }

  /** Lets the drinks in hand be done but the one that hangs first on its rail. */
  releaseAllButFirst(): void {
    const offsetOf = ({ ticket }: Held) => this.tickets.find(({ id }) => id === ticket)?.offset ?? 0
    const [, ...later] = this.held.sort((one, other) => offsetOf(one) - offsetOf(other))
    for (const { release } of later) release()
  }

  /** Hangs up tickets, so many on each of these rails. */
  async hangUp(howMany: number, partitions: readonly number[], late = true): Promise<void> {
    const first = this.tickets.length + 1
    const messages = Array.from({ length: howMany * partitions.length }, (_, index) => ({
      key: `ticket-${first + index}`,
      value: drinks[index % drinks.length] ?? '',
      partition: partitions[index % partitions.length] ?? 0,
    }))
    await this.#stage.produce('tickets', messages)
    const known = new Set(this.tickets.map(({ id }) => id))
    for (const { partition, records } of await this.#stage.stored('tickets')) {
      for (const { offset, key } of records) {
        const id = String(key)
        if (!known.has(id)) this.tickets.push({ id, partition, offset, late })
      }
    }
  }

  /** Looks until something is so; false when it was not so in time, or a barista walked off. */
  async until(look: () => boolean | Promise<boolean>, withinMs: number): Promise<boolean> {
    const deadline = performance.now() + withinMs
    while (!this.endedEarly) {
      if (await look()) return true
      if (performance.now() > deadline) return false
      await pause(LOOK_EVERY_MS)
    }
    return false
  }

  /** Looks until something is so; false when nothing has changed for so long, or time is up. */
  async untilStill(
    look: () => Promise<boolean>,
    state: () => Promise<unknown>,
    standstillMs: number,
  ): Promise<boolean> {
    let [isSo, seen, since] = [false, '', performance.now()]
    const lookAgain = async (): Promise<boolean> => {
      isSo = await look()
      const now = JSON.stringify(await state())
      if (now !== seen) [seen, since] = [now, performance.now()]
      return isSo || performance.now() - since > standstillMs
    }
    await this.until(lookAgain, LONGEST_WAIT_MS)
    return isSo && !this.endedEarly
  }

  /** The team's clips on the rails. */
  async clips(): Promise<Clips> {
    const committed = await this.#stage.observer.committed(this.#stage.name('baristas'))
    const clips = [...(committed[this.#stage.name('tickets')] ?? [])]
    return Object.fromEntries(clips.filter(([, next]) => next >= 0))
  }

  /**
   * Looks whether a clip or a record is ahead of a drink. Both are read before asking whether the
   * drink is made, so that one made in between is not held against anybody.
   */
  async lookForHaste(): Promise<boolean> {
    const clips = await this.clips()
    const served = (await this.#stage.stored('served')).flatMap(({ records }) => records)
    const keys = new Set(served.map(({ key }) => String(key)))
    const made = new Set(this.drinks.filter((drink) => drink.made).map(({ ticket }) => ticket))
    for (const { barista, ticket: id } of this.#held) {
      const ticket = this.tickets.find((one) => one.id === id)
      if (!ticket || made.has(id)) continue
      const clip = clips[ticket.partition] ?? -1
      const what = keys.has(id) ? 'served' : clip > ticket.offset ? 'clip' : undefined
      if (what) this.tooEarly ??= { ticket, barista, what, clip }
    }
    return this.tooEarly !== undefined
  }

  /**
   * Looks whether a clip has passed a drink that is made and not on `served`. Clips are read first:
   * what was served before they moved is there by then, but for what an open transaction holds.
   */
  async lookForUnserved(): Promise<boolean> {
    const clips = await this.clips()
    const stored = await this.#stage.stored('served')
    if (stored.some(({ openTransaction }) => openTransaction)) return false
    const keys = new Set(stored.flatMap(({ records }) => records.map(({ key }) => String(key))))
    for (const { barista, ticket: id } of this.drinks) {
      const ticket = this.tickets.find((one) => one.id === id)
      const clip = ticket && clips[ticket.partition]
      if (!ticket || clip === undefined || clip <= ticket.offset || keys.has(id)) continue
      this.tooEarly ??= { ticket, barista, what: 'clip', clip }
    }
    return this.tooEarly !== undefined
  }

  /** Ends a barista at once, in the middle of what it does. */
  async kill(barista: string): Promise<void> {
    const program = this.#leave(barista)
    program?.kill()
    await program?.ended
    for (const held of this.#held) if (held.barista === barista) this.#held.delete(held)
  }

  /**
   * Asks a barista to stop; a drink in hand, and any it begins after that, takes its time. Whether
   * it is a member still is told from who was one before.
   */
  async stop(barista: string, withinMs: number, membersBefore?: Members): Promise<void> {
    const before = membersBefore ?? (await this.#members())
    const inHand = this.held.find((held) => held.barista === barista)?.ticket
    const running = this.#working.size
    const program = this.#leave(barista)
    program?.stop()
    const ending = await program?.endsWithin(withinMs)
    this.release()
    const members = await this.#members()
    const listed = before.filter(({ id }) => members.some((member) => member.id === id))
    this.#stage.endings.push(ending)
    // If not all who run were listed before, it was perhaps no member: nobody is accused then.
    const stillListed = before.length >= running && listed.length === before.length
    this.stops.push({ barista, ending, stillListed, ...(inHand && { inHand }) })
    if (!ending) program?.kill()
  }

  async #members(): Promise<Members> {
    return (await this.#stage.observer.group(this.#stage.name('baristas'))).members
  }

  #leave(barista: string): Program | undefined {
    const program = this.#working.get(barista)
    this.#working.delete(barista)
    return program
  }

  #make(barista: string, ticket: string): 'made' | Promise<'made'> {
    const drink = { barista, ticket, made: false }
    this.drinks.push(drink)
    if (!this.holding) {
      drink.made = true
      return 'made'
    }
    return new Promise((resolve) => {
      const release = (): void => {
        if (!this.#held.delete(held)) return
        clearTimeout(timer)
        drink.made = true
        resolve('made')
      }
      const held: Held = { ...drink, since: performance.now(), release }
      const timer = setTimeout(release, LONGEST_HOLD_MS)
      this.#held.add(held)
    })
  }
}

const drinks = ['flat white', 'espresso', 'cappuccino', 'tea', 'cocoa']
