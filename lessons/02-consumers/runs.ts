import { randomInt } from 'node:crypto'
import type { Stage } from '#check'
import { type Evidence, isRight, isUpToDate, type Order, type Run } from './evidence.ts'

// KafkaJS's defaults alone need up to 5 s to join and 5 s to leave.
const PATIENCE_MS = 24_000
// What a member that owns the partition has not read by then, it will not read.
const STUCK_MS = 6000
// A slow network: whoever waits for a moment instead of an answer is over by then.
const SLOW = { readsMs: 1000, commitsMs: 700 }
const MORNING = ['harbour', 'station', 'harbour', 'park', 'station']
const LUNCH = ['station', 'market', 'park', 'market', 'station'] // one shop is new, one sold nothing

// Each append begins a file of its own, and no answer goes beyond one: two appends, two batches.
// Said when the topic is made: to change it later takes a right that guests of a cluster lack.
const TWO_BATCHES = { 'segment.ms': '1' }

/** The bookkeeper's program, run after run, while orders come in between. */
export class Books {
  readonly #stage: Stage
  readonly #orders: Order[] = []
  readonly #runs: Run[] = []
  #lateCame = false

  constructor(stage: Stage) {
    this.#stage = stage
  }

  /** Nothing there, ten orders, nothing new, five new; ends early when the verdict is certain. */
  async keep(): Promise<Evidence> {
    const stage = this.#stage
    await this.#makeTopics()
    stage.tell('orders and totals are there: one partition each, empty')
    await this.#run()
    await this.#hangUp(MORNING)
    await this.#hangUp(MORNING)
    const first = await this.#run({ slowly: true })
    if (this.#isWorthAnother(first)) {
      stage.tell('once more, to see where it begins to read, and as which group')
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
    return { group: stage.name('bookkeeping'), orders: this.#orders, runs: this.#runs }
  }

  // Where one broker takes both commits and totals, one connection keeps them in order, and it does
  // not show who waits for neither.
  async #makeTopics(): Promise<void> {
    const stage = this.#stage
    for (let times = 0; times < 10; times++) {
      if (times > 0) stage.beginRun()
      await stage.makeTopic('orders', { partitions: 1, settings: TWO_BATCHES })
      await stage.makeTopic('totals', { partitions: 1 })
      const [totals] = await stage.observer.partitions(stage.name('totals'))
      const coordinator = await stage.observer.coordinator(stage.name('bookkeeping'))
      if (totals?.leader !== coordinator) return
    }
  }

  get #allRight(): boolean {
    return this.#runs.every((run) => isRight(this.#orders, run))
  }

  /** Whether it cannot be told yet why nothing was read, or under which names. */
  #isWorthAnother({ ending, committed, late, otherGroups }: Run): boolean {
    const leftWithout = ending?.code === 0 && committed === 0 && late === 0
    return leftWithout || otherGroups.length > 0
  }

  async #hangUp(shops: readonly string[], when = 'hung up'): Promise<void> {
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
    this.#stage.tell(
      `${shops.length} orders ${when}: offsets ${before} to ${this.#orders.length - 1}`,
    )
  }

  async #run({ lateAtOnce = false, slowly = false } = {}): Promise<Run> {
    const stage = this.#stage
    const group = stage.name('bookkeeping')
    const offered = this.#orders.length
    const before = await this.#committed()
    const totalsBefore = (await this.#totals()).length
    const watched = { owned: false, left: false, over: false }
    const enough = this.#watch({ watched, offered, lateAtOnce })
    const through = await stage.relay()
    if (slowly) {
      through.delay(SLOW)
      stage.tell('the network is slow now')
    }
    const ending = await stage.runToEnd({ withinMs: PATIENCE_MS, enough, through })
    watched.over = true
    const { members } = await stage.observer.group(group)
    const [partition] = await stage.stored('orders')
    const run: Run = {
      offered,
      late: this.#orders.length - offered,
      ending,
      before,
      committed: await this.#committed(),
      owned: watched.owned,
      left: watched.left,
      members: members.length,
      totals: (await this.#totals()).slice(totalsBefore),
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
    for (;;) {
      const [{ state, assigned, size }, committed] = await Promise.all([
        this.#membership(),
        this.#committed(),
      ])
      if (watched.over) return
      const owns = state === 'Stable' && assigned
      watched.left ||= watched.owned && size === 0
      watched.owned ||= owns
      if (owns !== seen.owns || committed !== seen.committed) {
        Object.assign(seen, { owns, committed, since: performance.now() })
      }
      const stuck = performance.now() - seen.since > STUCK_MS
      // Once is enough: it only tells those who began at the end, who read these and no others.
      if (owns && committed < offered && (lateAtOnce || (stuck && !this.#lateCame))) {
        if (!this.#lateCame) await this.#hangUp([...MORNING, ...MORNING], 'more, while it waits')
        this.#lateCame = true
        seen.since = performance.now()
      } else if (
        stuck &&
        cannotPass &&
        (owns || performance.now() - seen.since > PATIENCE_MS / 2)
      ) {
        return
      }
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }

  async #membership(): Promise<{ state: string; assigned: boolean; size: number }> {
    const { state, members } = await this.#stage.observer.group(this.#stage.name('bookkeeping'))
    const orders = this.#stage.name('orders')
    const assigned = members.some(({ assignment }) => assignment[orders]?.length)
    return { state, assigned, size: members.length }
  }

  async #committed(group = this.#stage.name('bookkeeping')): Promise<number> {
    const committed = await this.#stage.observer.committed(group)
    return Math.max(committed[this.#stage.name('orders')]?.get(0) ?? 0, 0)
  }

  async #totals(): Promise<Run['totals']> {
    return (await this.#stage.stored('totals')).flatMap(({ records }) => records)
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
      const isOurs = topics.every((topic) => topic.startsWith(this.#stage.name('')))
      if (isOurs && (await observer.group(group)).state === 'Empty') {
        await observer.deleteGroup(group)
      }
    }
  }
}

interface Watched {
  owned: boolean
  left: boolean
  over: boolean
}
