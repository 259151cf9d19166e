// The teacher's page reads the room as any program reads Kafka: this is the lessons' own client,
// with nothing around it. docs/class.md goes through it with the class.
import { randomBytes } from 'node:crypto'
import { setTimeout } from 'node:timers/promises'
import kafkajs, { type Consumer, type EachMessagePayload, type Kafka } from 'kafkajs'
import { type ProgressEvent, parseEvent, progressTopic } from '../membership/index.ts'
import type { HostedClass } from './home.ts'

/** Told of every event, more than once after a restart; `at` is when the broker stored it. */
export type OnEvent = (name: string, event: ProgressEvent, at: number) => void

const CLOSE_MS = 5000
const AGAIN_MS = 1000

/** Reads the progress topics of all learners, from their start, for as long as it is open. */
export class ProgressReader implements AsyncDisposable {
  readonly #kafka: Kafka
  readonly #onEvent: OnEvent
  readonly #topics = new Set<string>()
  #consumer: Consumer | undefined
  #read = 0
  #closed = false
  #turn: Promise<void> = Promise.resolve()

  constructor(brokers: readonly string[], { passwords }: HostedClass, onEvent: OnEvent) {
    this.#onEvent = onEvent
    // #region client
    this.#kafka = new kafkajs.Kafka({
      brokers: [...brokers],
      sasl: { mechanism: 'plain', username: 'instructor', password: passwords.instructor },
      retry: { retries: 100, maxRetryTime: 1000 },
      logLevel: kafkajs.logLevel.NOTHING,
    })
    // #endregion
  }

  /** Reads these learners' progress as well, from now on. */
  follow(names: readonly string[]): Promise<void> {
    for (const name of names) this.#topics.add(progressTopic(name))
    // One after the other; whoever came meanwhile is in the next one.
    this.#turn = this.#turn.then(() => this.#readAll()).catch(() => this.#tryAgain())
    return this.#turn
  }

  #tryAgain(): void {
    void setTimeout(AGAIN_MS, undefined, { ref: false }).then(() => this.follow([]))
  }

  // #region read
  async #readAll(): Promise<void> {
    const topics = [...this.#topics]
    if (this.#closed || topics.length === this.#read) return
    // KafkaJS subscribes before it runs, not while: for each who joins, a new consumer begins.
    void this.#consumer?.disconnect().catch(() => {})
    const consumer = this.#newConsumer()
    this.#consumer = consumer
    await consumer.connect()
    await consumer.subscribe({ topics, fromBeginning: true })
    // Nothing is committed: whoever opens the page again begins at the start again, and adds up
    // the room from all that ever happened. Events that come twice are known by their ids.
    await consumer.run({ autoCommit: false, eachMessage: async (record) => this.#take(record) })
    this.#read = topics.length
  }

  #newConsumer(): Consumer {
    const consumer: Consumer = this.#kafka.consumer({
      // A group of its own, so that each page reads every event, and none waits for a consumer
      // that was here before and had no time to say goodbye.
      groupId: `class.page-${randomBytes(4).toString('hex')}`,
      sessionTimeout: 10_000,
      maxWaitTimeInMs: 200,
      retry: { restartOnFailure: async () => consumer === this.#consumer && !this.#closed },
    })
    return consumer
  }

  #take({ topic, message }: EachMessagePayload): void {
    // Who it is about, the topic says: only that learner can write there. The value might lie.
    const [name = ''] = topic.split('.')
    const event = parseEvent(`${message.value}`)
    if (event) this.#onEvent(name, event, Number(message.timestamp))
  }
  // #endregion

  /** Leaves, unless the brokers are away: nothing is lost with a reader that does not say goodbye. */
  async [Symbol.asyncDispose](): Promise<void> {
    this.#closed = true
    const left = this.#consumer?.disconnect().catch(() => {})
    await Promise.race([left, setTimeout(CLOSE_MS, undefined, { ref: false })])
  }
}
