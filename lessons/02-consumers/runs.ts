import { randomInt } from 'node:crypto'
import type { Stage } from '#check'
import { type Evidence, isRight, isUpToDate, type Order, type Run } from './evidence.ts'

// KafkaJS's defaults alone need up to 5 s to join and 5 s to leave.
const PATIENCE_MS = 24_000
// What a member that owns the partition has not read by then, it will not read.
const STUCK_MS = 6000
// KafkaJS hears of a new record within a second, unless it reads no more.
const STILL_STUCK_MS = 3000
// A transaction's totals can be read a moment before the offset in it.
const MARKER_MS = 3000
// A slow network: whoever waits for a moment instead of an answer is over by then. Commits wait
// longer once totals were sent; not before, or committing each order would take too long.
const SLOW = { readsMs: 1000, commitsMs: 700, commitsAfterSendsMs: 1500 }
const MORNING = ['harbour', 'station', 'harbour', 'park', 'station']
// Two more than waited: whoever commits how many it counted does not end in the right place.
const LATE = [...MORNING, ...MORNING, 'park', 'harbour']
const LUNCH = ['station', 'market', 'park', 'market', 'station'] // one shop is new, one sold nothing

// Each append begins a file of its own, and no answer goes beyond one: two appends, two batches.
// Said when the topic is made: to change it later takes a right that guests of a cluster lack.
const TWO_BATCHES = { 'segment.ms': '1' }

/** The bookkeeper's program, run after run, while orders come in between. */
export class Books {
  readonly #stage: Stage
  readonly #orders: Order[] = []
  readonly #runs: Run[] = []
  readonly #prefixes: string[] = []
  #lateOnes: Promise<void> | undefined

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** What whoever tries the program out finds: both topics, and five more orders each time. */
  async open(): Promise<void> {
    await this.#makePair()
    await this.#append(MORNING)
    this.#stage.tell(`${MORNING.length} orders hung up, for you to try with`)
  }

  /** Nothing there, ten orders, nothing new, five new; ends early when the verdict is certain. */
  async keep(): Promise<Evidence> {
    const stage = this.#stage
    await this.#makeTopics()
    stage.tell('orders and totals are there: one partition each, empty')
    const { ending } = await this.#run()
    if (ending?.error) return this.#evidence() // with nothing to read: it will not do better
    // Whoever gave its group a place at the end of the empty topic has not said where it begins.
    stage.beginRun()
    await this.#makeTopics()
    stage.tell('a new group, and topics as new')
    await this.#hangUp(MORNING)
    await this.#hangUp(MORNING)
    const first = await this.#run({ slowly: true })
    if (this.#isWorthAnother(first)) {
      stage.tell('once more, to see where it begins to read, and as which group')
      this.#lateOnes = undefined
      await this.#run({ lateAtOnce: first.otherGroups.length === 0 })
    }
    // Orders that came late, while it already read: a program may leave them for the next run.
    else if (this.#allRight && first.committed < this.#orders.length) await this.#run()
    if (this.#allRight) {
      stage.tell('no new orders')
      await this.#run()
    }
    if (this.#allRight) {
      await this.#hangUp(LUNCH)
      await this.#run()
    }
    await this.#removeOtherGroups()
    return this.#evidence()
  }

  #evidence(): Evidence {
    return { group: this.#stage.name('bookkeeping'), orders: this.#orders, runs: this.#runs }
  }

  // Where one broker takes both commits and totals, one connection keeps them in order, and it does
  // not show who waits for neither.
  async #makeTopics(): Promise<void> {
    const stage = this.#stage
    for (let times = 0; times < 10; times++) {
      if (times > 0) stage.beginRun()
      this.#prefixes.push(stage.name(''))
      await this.#makePair()
      const [totals] = await stage.observer.partitions(stage.name('totals'))
      const coordinator = await stage.observer.coordinator(stage.name('bookkeeping'))
      if (totals && totals.leader !== coordinator) return
    }
  }

  async #makePair(): Promise<void> {
    await this.#stage.makeTopic('orders', { partitions: 1, settings: TWO_BATCHES })
    await this.#stage.makeTopic('totals', { partitions: 1 })
  }

  get #allRight(): boolean {
    return this.#runs.every((run) => isRight(this.#orders, run))
  }

  /** Whether it cannot be told yet why nothing was read, or under which names. */
  #isWorthAnother({ ending, committed, otherGroups }: Run): boolean {
    const leftWithout = ending?.code === 0 && committed === 0
    return leftWithout || otherGroups.length > 0
  }

  async #hangUp(shops: readonly string[], when = 'hung up'): Promise<void> {
    const before = this.#orders.length
    await this.#append(shops)
    this.#stage.tell(
      `${shops.length} orders ${when}: offsets ${before} to ${this.#orders.length - 1}`,
    )
  }

  async #append(shops: readonly string[]): Promise<void> {
    const before = this.#orders.length
    for (const shop of shops) {
      this.#orders.push({ id: `order-${this.#orders.length}`, shop, cents: randomInt(20, 60) * 10 })
    }
    const messages = this.#orders.slice(before).map((order) => ({
      key: order.id,
      value: JSON.stringify(order),
      headers: { shop: order.shop },
    }))
    await this.#stage.produce('orders', messages)
  }

  async #run({ lateAtOnce = false, slowly = false } = {}): Promise<Run> {
    const stage = this.#stage
    const group = stage.name('bookkeeping')
    const offered = this.#orders.length
    const before = await this.#committed()
    const totalsBefore = (await this.#totals()).length
    const watched = { owned: false, stuck: false, over: false }
    const enough = this.#watch({ watched, offered, lateAtOnce })
    const through = await stage.relay()
    if (slowly) {
      through.delay({ ...SLOW, sendsTo: stage.name('totals') })
      stage.tell('the network is slow now')
    }
    const ending = await stage.runToEnd({ withinMs: PATIENCE_MS, enough, through })
    watched.over = true
    await this.#lateOnes?.catch(() => {}) // the topic may be gone
    const { members } = await stage.observer.group(group)
    await stage.caughtUp('totals')
    const [partition] = await stage.stored('orders')
    const run: Run = {
      offered,
      late: this.#orders.length - offered,
      ending,
      before,
      committed: await this.#committedAfter(ending, { offered, totalsBefore }),
      owned: watched.owned,
      stuck: watched.stuck,
      reading: through.reading.get(stage.name('orders')),
      members: members.length,
      totals: (await this.#totals()).slice(totalsBefore),
      uncommitted: await this.#holdsUncommitted(),
      otherGroups: [],
      held: partition && { low: partition.low, count: partition.records.length },
    }
    // Whoever ended without leaving would hold up the next run until its session is over.
    if (members.length > 0) await stage.observer.removeMembers(group)
    const behind = isUpToDate(run) ? run : { ...run, otherGroups: await this.#otherGroups() }
    this.#runs.push(behind)
    return behind
  }

  /** Settles when an answer that cannot pass any more moves no more either. */
  async #watch(run: { watched: Watched; offered: number; lateAtOnce: boolean }): Promise<void> {
    const { watched, offered, lateAtOnce } = run
    const cannotPass = !this.#allRight
    const seen = { owns: false, committed: -1, since: performance.now() }
    let late: { committed: number; at: number } | undefined
    for (;;) {
      const [{ state, assigned }, committed] = await Promise.all([
        this.#membership(),
        this.#committed(),
      ])
      if (watched.over) return
      const owns = state === 'Stable' && assigned
      watched.owned ||= owns
      if (owns !== seen.owns || committed !== seen.committed) {
        Object.assign(seen, { owns, committed, since: performance.now() })
      }
      const stillMs = performance.now() - seen.since
      // Once is enough: they tell those who began at the end from those who read no more.
      if (owns && committed < offered && !this.#lateOnes && (lateAtOnce || stillMs > STUCK_MS)) {
        this.#lateOnes = this.#hangUp(LATE, 'more, while it waits')
        await this.#lateOnes
        seen.since = performance.now()
        late = { committed, at: seen.since }
      } else if (owns && cannotPass && stillMs > STUCK_MS) return
      const waitedMs = late ? performance.now() - late.at : 0
      watched.stuck = committed === late?.committed && waitedMs > STILL_STUCK_MS
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  async #membership(): Promise<{ state: string; assigned: boolean }> {
    const { state, members } = await this.#stage.observer.group(this.#stage.name('bookkeeping'))
    const orders = this.#stage.name('orders')
    const assigned = members.some(({ assignment }) => assignment[orders]?.length)
    return { state, assigned }
  }

  /** What is committed when a run is over; who wrote totals and ended is given a moment. */
  async #committedAfter(
    ending: Run['ending'],
    { offered, totalsBefore }: { offered: number; totalsBefore: number },
  ): Promise<number> {
    const mayCome = ending?.code === 0 && (await this.#totals()).length > totalsBefore
    const look = () => this.#committed()
    const done = (committed: number) => committed >= offered || !mayCome
    const wait = { what: 'the place after all orders', look, done, timeoutMs: MARKER_MS }
    return this.#stage.until(wait).catch(look)
  }

  async #committed(group = this.#stage.name('bookkeeping')): Promise<number> {
    const committed = await this.#stage.observer.committed(group)
    return Math.max(committed[this.#stage.name('orders')]?.get(0) ?? 0, 0)
  }

  async #totals(): Promise<Run['totals']> {
    return (await this.#stage.stored('totals')).flatMap(({ records }) => records)
  }

  async #holdsUncommitted(): Promise<boolean> {
    const stored = await this.#stage.stored('totals')
    return stored.some((one) => one.openTransaction || one.abortedRecords > 0)
  }

  async #otherGroups(): Promise<string[]> {
    const groups = await this.#stage.observer.groups()
    const others = groups.filter((group) => group !== this.#stage.name('bookkeeping'))
    const committed = await Promise.all(others.map((group) => this.#committed(group)))
    return others.filter((_, index) => committed[index])
  }

  // Such as the literal 'bookkeeping'. It may belong to somebody else as well.
  async #removeOtherGroups(): Promise<void> {
    const { observer } = this.#stage
    for (const group of new Set(this.#runs.flatMap(({ otherGroups }) => otherGroups))) {
      const topics = Object.keys(await observer.committed(group))
      const isOurs = topics.every((topic) => this.#prefixes.some((own) => topic.startsWith(own)))
      if (isOurs && (await observer.group(group)).state === 'Empty') {
        await observer.deleteGroup(group)
      }
    }
  }
}

interface Watched {
  owned: boolean
  stuck: boolean
  over: boolean
}
