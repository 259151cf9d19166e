// What is done to the brokers while the program sends, and what was seen of it.
import { setTimeout as pause } from 'node:timers/promises'
import { type Ending, type Stage, threw } from '#check'
import { inSync, leads, recordsOf, settledRecordsOf } from './copies.ts'
import { Counter } from './counter.ts'
import { type Evidence, hasRightSettings, isPayment, lostOf, type Topic } from './evidence.ts'

// Longer than the default retries of any client that gives up.
const OUTAGE_MS = 21_000
// The exercise asks for a minute of trying.
const MINUTE_MS = 75_000
const OPEN_FETCH_MS = 1500
const ENDING_MS = 15_000

/** Runs the program through all of it, or up to where it has failed for sure. */
export async function goThrough(stage: Stage): Promise<Evidence> {
  let trouble = new Trouble(stage)
  let topic = await trouble.healthy()
  // One time in a hundred KafkaJS's createTopics() asks a broker that has not heard of the new topic
  // yet, and gives up. That is not the program's doing.
  for (let times = 0; topic && trouble.metUnknownTopic && times < 4; times++) {
    stage.tell('a broker had not heard of the new topic yet: once more')
    stage.beginRun()
    trouble = new Trouble(stage)
    topic = await trouble.healthy()
  }
  const sound = hasRightSettings(topic) && (await trouble.isSound())
  if (sound && (await trouble.losesLeader())) await trouble.outage()
  return trouble.finish(topic)
}

class Trouble {
  readonly #stage: Stage
  readonly #counter: Counter
  readonly #program: ReturnType<Stage['start']>
  #ending: Ending | undefined
  #done = false
  #refused: readonly string[] = []
  #lowered: number | undefined
  #setAside: readonly string[] = []

  constructor(stage: Stage) {
    this.#stage = stage
    this.#counter = new Counter((happening) => stage.tell(happening))
    this.#program = stage.start({ conversation: this.#counter.conversation })
    stage.tell('your program started')
    void this.#program.ended.then((ending) => {
      this.#ending = ending
      if (!this.#done) stage.tell(`it ended, ${ending.signal ?? `exit code ${ending.code}`}`)
    })
  }

  /** Whether it ended before its first group, by not finding a topic. */
  get metUnknownTopic(): boolean {
    return this.#counter.groups === 0 && threw(this.#ending, 'UNKNOWN_TOPIC_OR_PARTITION')
  }

  get #goesWell(): boolean {
    return this.#counter.groups > 0 && this.#counter.asked && this.#counter.allAcknowledged
  }

  /** Whether group 1 was taken as it should be, and there is more to be tried. */
  async isSound(): Promise<boolean> {
    if (!this.#goesWell) return false
    const { given } = this.#counter
    return (await recordsOf(this.#stage)).every((record) => isPayment(record, given))
  }

  /** Group 1, and the topic that was made for it. */
  async healthy(): Promise<Topic | undefined> {
    await this.#asks(50_000)
    this.#counter.give()
    await this.#settles({ quietMs: 8000, timeoutMs: 16_000 })
    if (this.#counter.groups > 0 && this.#counter.allAcknowledged) await this.#asks(10_000)
    if (this.metUnknownTopic) await this.#stage.observer.settled(this.#topic)
    const partitions = await this.#stage.observer.partitions(this.#topic)
    if (partitions.length === 0) return undefined
    const settings = await this.#stage.observer.settings(this.#topic)
    return {
      partitions: partitions.length,
      copies: partitions[0]?.replicas.length ?? 0,
      minInSync: Number(settings['min.insync.replicas']),
    }
  }

  /** Group 2 while the leader is alone, group 3 while all are frozen; then the leader dies. */
  async losesLeader(): Promise<boolean> {
    const { brokers } = this.#stage
    const counter = this.#counter
    const { leader } = await inSync(this.#stage, 3)
    if (!leader) return false
    const followers = [1, 2, 3].filter((id) => id !== leader)
    this.#stage.tell(`kafka-${leader} leads payments; the copies are on the others`)
    counter.phase = 'alone'
    // On a slow machine the followers are silent for so long that they drop out of the ISR.
    await this.#stage.keepEligibleLeaders(true)
    for (const id of followers) await brokers.pause(id)
    // Each follower has one fetch open at the leader, whose answer would still reach it.
    await pause(OPEN_FETCH_MS)
    await this.#leaderTakes()
    counter.phase = 'frozen' // before it is: a client's time-out may come any moment
    await brokers.pause(leader)
    await this.#whileFrozen()
    // Before the kill: under Docker a frozen broker is thawed for it, and may say its last words.
    counter.phase = 'failover'
    await brokers.kill(leader)
    for (const id of followers) await brokers.resume(id)
    // Before that, the old leader would lead again, and nothing would be lost.
    const next = await leads(this.#stage, followers)
    this.#stage.tell(`kafka-${next} leads payments now`)
    await brokers.start(leader)
    return this.#recovers()
  }

  /** A time in which writes are refused, and group 5. */
  async outage(): Promise<void> {
    const { brokers } = this.#stage
    const counter = this.#counter
    const { leader } = await inSync(this.#stage, 3)
    if (!leader) return
    const follower = [1, 2, 3].find((id) => id !== leader) as number
    counter.phase = 'outage'
    await this.#stage.keepEligibleLeaders(false)
    await this.#stage.changeTopic('payments', 'min.insync.replicas', '3')
    await brokers.stop(follower)
    await inSync(this.#stage, 2)
    this.#stage.tell(`payments refuses writes for ${OUTAGE_MS / 1000} s: it needs three copies now`)
    const until = performance.now() + OUTAGE_MS
    await this.#wait('the outage to pass', OUTAGE_MS + 25_000, () => {
      // What is acknowledged now got in before the refusing began.
      if (counter.asked && counter.allAcknowledged && counter.groups < 10) counter.give()
      return this.#outageIsOver(until)
    })
    const settings = await this.#stage.observer.settings(this.#topic)
    const minInSync = Number(settings['min.insync.replicas'])
    if (minInSync < 3) this.#lowered = minInSync
    if (this.#ending || this.#refused.length > 0 || this.#lowered !== undefined) return
    // Who waits for its sends hears of it when it asks again; who does not, while one is under way.
    this.#endGroups()
    counter.phase = 'restored'
    // The broker may take long to start, and the outage is to be no longer than the exercise says.
    await this.#stage.changeTopic('payments', 'min.insync.replicas', '2')
    this.#stage.tell('payments takes writes again')
    await brokers.start(follower)
  }

  async finish(made: Topic | undefined): Promise<Evidence> {
    const { phase, given, acknowledged, unknown, groups, asked } = this.#counter
    const mayEnd = phase === 'restored' || (phase === 'failover' && !this.#counter.allAcknowledged)
    if (mayEnd) {
      if (phase !== 'restored' && !this.#ending) this.#endGroups()
      await this.#ends()
    }
    const ending = this.#ending
    this.#stage.endings.push(ending)
    this.#done = true
    this.#program.kill()
    // It may have been deleted since.
    const topic = (await this.#stage.observer.partitions(this.#topic)).length > 0 ? made : undefined
    if (phase === 'restored') await this.#stage.caughtUp('payments')
    const records = topic ? await settledRecordsOf(this.#stage) : []
    const [refused, lowered, setAside] = [this.#refused, this.#lowered, this.#setAside]
    const seen = { topic, phase, given, acknowledged, refused, unknown, groups, asked, records }
    return { ...seen, setAside, ending, ...(lowered !== undefined && { lowered }) }
  }

  // Whether the outage is over: in time, or because what was refused has been called safe.
  async #outageIsOver(until: number): Promise<boolean> {
    const called = [...this.#counter.acknowledged].filter(([, during]) => during === 'outage')
    if (called.length > 0) {
      const acknowledged = new Map(called)
      this.#refused = lostOf({ acknowledged, records: await recordsOf(this.#stage) })
    }
    return this.#refused.length > 0 || this.#ending !== undefined || performance.now() > until
  }

  #endGroups(): void {
    this.#stage.tell('there are no more groups')
    this.#counter.end()
  }

  // A program that has all its payments confirmed has nothing to wait for.
  #ends(): Promise<void> {
    const until = performance.now() + MINUTE_MS
    return this.#wait('the program to end', MINUTE_MS + 5000, () => {
      if (this.#ending || performance.now() > until) return true
      return this.#counter.allAcknowledged && this.#counter.quietMs > ENDING_MS
    })
  }

  get #topic(): string {
    return this.#stage.name('payments')
  }

  // Until the leader has group 2: acknowledged, or at least in its own log.
  async #leaderTakes(): Promise<void> {
    const counter = this.#counter
    const before = await this.#stage.observer.logEnd(this.#topic, 0)
    counter.give()
    const grown = { end: before, at: performance.now() }
    await this.#wait('the leader to take group 2', 30_000, async () => {
      if (this.#ending || counter.allAcknowledged) return true
      const end = await this.#stage.observer.logEnd(this.#topic, 0)
      if (end > grown.end) Object.assign(grown, { end, at: performance.now() })
      // Time for the answer to get back to the program.
      const quietMs = Math.min(performance.now() - grown.at, counter.quietMs)
      return quietMs > (end > before ? 1500 : 6000)
    })
  }

  async #whileFrozen(): Promise<void> {
    const counter = this.#counter
    this.#stage.tell('nobody can confirm anything now')
    if (counter.allAcknowledged) await this.#asks(3000)
    if (counter.asked) counter.give()
    // Else group 2 is under way, for longer than the starter's client waits: no answer is no yes.
    const until = performance.now() + 2500
    const isOver = () => this.#frozenAck || this.#ending !== undefined || performance.now() > until
    await this.#wait('an answer from nobody', 5000, isOver)
  }

  get #frozenAck(): boolean {
    return [...this.#counter.acknowledged.values()].includes('frozen')
  }

  // Whether all is well so far; the next group, with three brokers again, if it is.
  async #recovers(): Promise<boolean> {
    if (this.#frozenAck) return false
    // Who has not asked for group 3 still has a send under way, which may store group 2 yet.
    const { acknowledged, groups } = this.#counter
    if (groups > 2 && [...acknowledged.values()].includes('alone')) {
      await inSync(this.#stage, 3)
      const records = await recordsOf(this.#stage)
      if (lostOf({ acknowledged, records }).length > 0) return false
    }
    await this.#asks(MINUTE_MS)
    const { open } = this.#counter
    if (open.length > 0 && !this.#ending) {
      this.#stage.tell(`waiting for ${open.join(', ')} to be acknowledged`)
    }
    this.#counter.give()
    await this.#settles({ quietMs: 20_000, timeoutMs: MINUTE_MS })
    if (this.#counter.allAcknowledged) await this.#asks(10_000)
    else if (this.#counter.asked) this.#setAside = this.#counter.open
    return this.#goesWell
  }

  async #asks(timeoutMs: number): Promise<void> {
    const until = performance.now() + timeoutMs
    const isOver = () =>
      this.#counter.asked || this.#ending !== undefined || performance.now() > until
    await this.#wait('the program to ask for a group', timeoutMs + 5000, isOver)
  }

  // Until all is acknowledged, or nothing more is to be expected.
  async #settles({ quietMs, timeoutMs }: { quietMs: number; timeoutMs: number }): Promise<void> {
    const until = performance.now() + timeoutMs
    const counter = this.#counter
    // A slow program is waited for as long as it acknowledges one payment after the other.
    const isLate = () => {
      const over = performance.now() - until
      return over > 2 * timeoutMs || (over > 0 && counter.quietMs > timeoutMs)
    }
    await this.#wait('what was given to be acknowledged', 4 * timeoutMs, () => {
      if (this.#ending || counter.allAcknowledged || isLate()) return true
      return counter.asked && counter.quietMs > quietMs
    })
  }

  async #wait(
    what: string,
    timeoutMs: number,
    isOver: () => boolean | Promise<boolean>,
  ): Promise<void> {
    await this.#stage.until({
      what,
      look: async () => isOver(),
      done: Boolean,
      timeoutMs,
      everyMs: 20,
    })
  }
}
