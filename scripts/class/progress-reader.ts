// The teacher's page reads the room as any program reads Kafka: this is the lessons' own client,
// with nothing around it. docs/class.md goes through it with the class.
import { randomBytes } from 'node:crypto'
import kafkajs, { type Consumer, type EachMessagePayload } from 'kafkajs'
import { type ProgressEvent, parseEvent, progressTopic } from '../membership/index.ts'
import type { HostedClass } from './home.ts'

/** Told of every event, more than once after a restart; `at` is when the broker stored it. */
export type OnEvent = (name: string, event: ProgressEvent, at: number) => void

/** Reads the progress topics of all learners, from their start, for as long as it is open. */
export class ProgressReader implements AsyncDisposable {
  readonly #consumer: Consumer
  readonly #onEvent: OnEvent
  readonly #topics = new Set<string>()
  #subscribed = 0
  #turn: Promise<void> = Promise.resolve()

  constructor(brokers: readonly string[], { passwords }: HostedClass, onEvent: OnEvent) {
    this.#onEvent = onEvent
    // #region client
    const kafka = new kafkajs.Kafka({
      brokers: [...brokers],
      sasl: { mechanism: 'plain', username: 'instructor', password: passwords.instructor },
      retry: { retries: 100, maxRetryTime: 1000, restartOnFailure: async () => true },
      logLevel: kafkajs.logLevel.NOTHING,
    })
    // A group of its own for every page that is opened, so that each reads every event.
    const groupId = `class.page-${randomBytes(4).toString('hex')}`
    this.#consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200 })
    // #endregion
  }

  /** Reads these learners' progress as well, from now on. */
  follow(names: readonly string[]): Promise<void> {
    for (const name of names) this.#topics.add(progressTopic(name))
    // One after the other; whoever came meanwhile is in the next one.
    this.#turn = this.#turn.then(() => this.#readAll()).catch(() => {})
    return this.#turn
  }

  // #region read
  async #readAll(): Promise<void> {
    if (this.#topics.size === this.#subscribed) return
    // KafkaJS subscribes before it runs, not while.
    if (this.#subscribed > 0) await this.#consumer.stop()
    else await this.#consumer.connect()
    const topics = [...this.#topics]
    await this.#consumer.subscribe({ topics, fromBeginning: true })
    this.#subscribed = topics.length
    // Nothing is committed: whoever opens the page again begins at the start again, and adds up
    // the room from all that ever happened. Events that come twice are known by their ids.
    await this.#consumer.run({
      autoCommit: false,
      eachMessage: async (record) => this.#take(record),
    })
  }

  #take({ topic, message }: EachMessagePayload): void {
    // Who it is about, the topic says: only that learner can write there. The value might lie.
    const [name = ''] = topic.split('.')
    const event = parseEvent(`${message.value}`)
    if (event) this.#onEvent(name, event, Number(message.timestamp))
  }
  // #endregion

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#turn
    await this.#consumer.disconnect()
  }
}
