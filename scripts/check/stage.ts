import { type BrokerActions, keepEligibleLeaders, waitUntil } from '../cluster/index.ts'
import { Observer, readLeadership, type StoredPartition } from '../evidence/index.ts'
import { fullName, learnerName, type Owner } from '../kit/names.ts'
import { Answer, type Conversation, type Ending } from '../runner/index.ts'
import { silent } from '../terminal/index.ts'
import { askAnybody, setTopicSetting } from '../wire/index.ts'
import { describeEnding } from './endings.ts'
import { type NewRecord, produce } from './produce.ts'
import { Relay } from './relay.ts'
import { newRun } from './run-name.ts'
import { makeTopic, removeTraces } from './traces.ts'

const SETTING_TIMEOUT_MS = 20_000
const CATCH_UP_MS = 8000
// A program that goes on sending, however slowly, has so many times as long in all.
const AT_MOST_TIMES = 4

/** What a grading works with, besides the lesson's own check. */
export interface StageOptions {
  readonly lesson: string
  /** The file to run. */
  readonly file: string
  readonly addresses: readonly string[]
  readonly brokers: BrokerActions
  readonly env: NodeJS.ProcessEnv
  /** A run that stays on the cluster, under this name. Without it, a new one that does not. */
  readonly lastingRun?: string
  /** Told what is being done while it is done. */
  readonly tell: (happening: string) => void
}

interface StartOptions {
  /** Where the program finds the cluster, if not at the brokers themselves. */
  readonly through?: Relay
  /** What it can ask through the kit. */
  readonly conversation?: Conversation
  /** What it finds in its environment, besides the usual. */
  readonly env?: NodeJS.ProcessEnv
}

/**
 * Where an answer is graded: topics of its own on the cluster, the answer as a running program,
 * and an observer. Disposing of it ends the programs and removes what they left on the cluster.
 */
export class Stage implements AsyncDisposable {
  readonly observer: Observer
  /** How every program that was started and has ended did so; undefined for one that had to be. */
  readonly endings: (Ending | undefined)[] = []
  readonly #options: StageOptions
  readonly #owners: Owner[] = []
  readonly #given = new Set<string>()
  readonly #answers: Answer[] = []
  readonly #relays: Relay[] = []
  readonly #making: Promise<void>[] = []
  readonly #leadership: Promise<string>
  #changedBrokers = false
  #closed: Promise<void> | undefined

  constructor(options: StageOptions) {
    this.#options = options
    this.observer = new Observer(options.addresses)
    this.#leadership = readLeadership(options.addresses)
    this.beginRun()
  }

  /** Begins a run with names of its own, in which nothing of an earlier one is met. */
  beginRun(): void {
    const { env, lesson, lastingRun } = this.#options
    this.#owners.unshift({ learner: learnerName(env), lesson, run: lastingRun ?? newRun() })
  }

  /** What stands in all names of this run. */
  get run(): string {
    return this.#owners[0]?.run ?? ''
  }

  /** The full name on the cluster of a topic or group of this run. */
  name(short: string): string {
    return fullName(this.#owners[0] as Owner, short)
  }

  /** Says what is happening; the learner watches. */
  tell(happening: string): void {
    this.#options.tell(happening)
  }

  /**
   * Makes a topic that the lesson gives, with three copies; its full name. Records stay on it however
   * old they say they are: else a wrong timestamp had them deleted, or not, while they are read.
   */
  async makeTopic(
    short: string,
    topic: { readonly partitions: number; readonly settings?: Readonly<Record<string, string>> },
  ): Promise<string> {
    this.#refuseIfOver()
    const name = this.name(short)
    this.#given.add(name)
    const settings = { 'retention.ms': '-1', ...topic.settings }
    const given = { ...topic, name, settings }
    const making = makeTopic(this.#options.addresses, this.observer, given)
    this.#making.push(making)
    await making
    return name
  }

  /** Sends records to a topic of this run. */
  async produce(short: string, messages: readonly NewRecord[]): Promise<void> {
    await produce(this.#options.addresses, this.name(short), messages)
  }

  /** Changes one setting of a topic of this run. */
  async changeTopic(short: string, setting: string, value: string): Promise<void> {
    this.#refuseIfOver()
    const request = setTopicSetting(this.name(short), setting, value)
    await askAnybody(this.#options.addresses, request, SETTING_TIMEOUT_MS)
  }

  /**
   * From now on, copies that fell out of sync may be elected, or may not (KIP-966). Whatever was
   * said, at the end they may not.
   */
  async keepEligibleLeaders(keep: boolean): Promise<void> {
    this.#refuseIfOver()
    this.#changedBrokers = true
    await keepEligibleLeaders(this.#options.addresses, keep)
  }

  /** A relay between programs and the brokers; give it to those that are to use it. */
  async relay(): Promise<Relay> {
    const relay = await Relay.start(this.#options.addresses)
    relay.settleTopic = (topic) => this.observer.settled(topic)
    this.#relays.push(relay)
    return relay
  }

  /** Takes brokers away and back, and says so. Whatever is missing at the end is brought back. */
  readonly brokers = {
    stop: (id: number) => this.#change(id, 'stop', 'was asked to end'),
    kill: (id: number) => this.#change(id, 'kill', 'was killed'),
    start: (id: number) => this.#change(id, 'start', 'is back'),
    pause: (id: number) => this.#change(id, 'pause', 'is frozen'),
    resume: (id: number) => this.#change(id, 'resume', 'goes on'),
  }

  async #change(
    id: number,
    action: 'stop' | 'kill' | 'start' | 'pause' | 'resume',
    outcome: string,
  ): Promise<void> {
    this.#refuseIfOver()
    this.#changedBrokers = true
    await this.#options.brokers[action](id)
    this.tell(`kafka-${id} ${outcome}`)
  }

  #refuseIfOver(): void {
    if (this.over) throw new Error('The grading is over.')
  }

  /** Starts the answer. */
  start({ through, conversation = {}, env: own = {} }: StartOptions = {}): Answer {
    this.#refuseIfOver()
    const { file, lesson } = this.#options
    const { addresses } = through ?? this.#options
    const env = { ...this.#options.env, ...own }
    const answer = new Answer(file, { lesson, addresses, run: this.run }, env, conversation)
    this.#answers.push(answer)
    return answer
  }

  /**
   * Runs the answer to its end; undefined when it did not end in time, and had to be ended. Through
   * a relay its time is counted from the last record it sent, or the answer to it. It is ended
   * earlier when `enough` settles, because nothing more will come of it.
   */
  async runToEnd(
    options: StartOptions & { withinMs: number; enough?: Promise<unknown> },
  ): Promise<Ending | undefined> {
    const { withinMs, enough, through } = options
    const startedAt = performance.now()
    await using answer = this.start(options)
    this.tell('your program started')
    const inTime = endsInTime(answer, withinMs, through)
    const ending = await (enough ? Promise.race([inTime, enough.then(() => undefined)]) : inTime)
    this.endings.push(ending)
    const seconds = Math.round((performance.now() - startedAt) / 1000)
    this.tell(ending ? describeEnding(ending) : `it still ran after ${seconds} s: ended it`)
    return ending
  }

  /** Waits until copies have what their leaders have, and transactions have their end marks. */
  async caughtUp(short: string): Promise<void> {
    const name = this.name(short)
    await this.observer.settled(name) // a broker that lags behind does not know a new topic yet
    const look = async (): Promise<boolean> => {
      const stored = await this.observer.stored(name)
      const ends = await Promise.all(
        stored.map(({ partition }) => this.observer.logEnd(name, partition)),
      )
      return stored.every(
        ({ high, openTransaction }, index) => high === ends[index] && !openTransaction,
      )
    }
    const wait = { what: `the copies of ${name}`, look, done: Boolean, timeoutMs: CATCH_UP_MS }
    await waitUntil(wait).catch(() => {}) // a transaction that was left open stays so
  }

  /** All that is stored in a topic of this run, by partition. */
  stored(short: string): Promise<StoredPartition[]> {
    return this.observer.stored(this.name(short))
  }

  /** Given topics that are there no more: only the program can have deleted them. */
  async deletedTopics(): Promise<string[]> {
    const topics = await this.observer.topics()
    return [...this.#given].filter((name) => !topics.includes(name))
  }

  /** Topics of this run other than those given: what the program made, under short names. */
  async otherTopics(...given: readonly string[]): Promise<string[]> {
    const prefix = this.name('')
    const own = (await this.observer.topics()).filter((topic) => topic.startsWith(prefix))
    return own.map((topic) => topic.slice(prefix.length)).filter((topic) => !given.includes(topic))
  }

  /** Looks until what is seen is what is waited for; a timeout says what was last seen. */
  until: typeof waitUntil = (wait) => waitUntil(wait)

  /** Whether brokers have gone or come back since the stage was made, other than by its doing. */
  async wasDisturbed(): Promise<boolean> {
    if (this.#changedBrokers) return false
    return (await this.#leadership) !== (await readLeadership(this.#options.addresses))
  }

  /** Whether it has been put away, or is being: by whoever was interrupted, if not by the grading. */
  get over(): boolean {
    return this.#closed !== undefined
  }

  /** What the programs printed, one after the other. */
  get output(): string {
    return this.#answers.map(({ output }) => output.text).join('')
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closed ??= this.#close()
    return this.#closed
  }

  async #close(): Promise<void> {
    const toEnd = [...this.#answers, ...this.#relays]
    await Promise.all(toEnd.map((one) => one[Symbol.asyncDispose]()))
    if (this.#changedBrokers) await this.#options.brokers.up(silent)
    await Promise.allSettled(this.#making) // what is being made now is removed, too
    if (this.#options.lastingRun !== undefined) return
    const prefixes = this.#owners.map((owner) => fullName(owner, ''))
    await removeTraces(this.#options.addresses, this.observer, prefixes, this.#given)
  }
}

async function endsInTime(
  answer: Answer,
  withinMs: number,
  through: Relay | undefined,
): Promise<Ending | undefined> {
  const startedAt = performance.now()
  for (;;) {
    const lastSign = Math.max(startedAt, through?.lastProduceAt ?? 0)
    const deadline = Math.min(lastSign + withinMs, startedAt + AT_MOST_TIMES * withinMs)
    const leftMs = deadline - performance.now()
    if (leftMs <= 0) return undefined
    const ending = await answer.endsWithin(leftMs)
    if (ending) return ending
  }
}
