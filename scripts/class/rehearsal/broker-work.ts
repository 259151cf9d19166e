// What the brokers have to do for a learner's program and its check, lesson by lesson, asked from
// within this process. Forty learners' programs and checks would need forty machines; what they ask
// of the brokers, one machine can.
import { randomBytes } from 'node:crypto'
import kafkajs, { type Admin, type Kafka, type Message, type Producer } from 'kafkajs'
import { waitUntil } from '../../cluster/index.ts'
import { type Membership, roomBrokers } from '../../membership/index.ts'
import type { Part } from './script.ts'

const PATIENCE_MS = 120_000
const PASSED = 'passed'

interface Read {
  readonly partition: number
  readonly key: string | undefined
  readonly value: string
}

/** Does the work of a part as a learner; what a check would find in what the brokers then hold. */
export async function doBrokerWork(part: Part, membership: Membership): Promise<string> {
  // New connections each time, as programs make them; KafkaJS also goes on asking for topics that
  // it knew and that are deleted.
  await using work = new BrokerWork(membership)
  return await work.of(part)
}

class BrokerWork implements AsyncDisposable {
  readonly #name: string
  readonly #kafka: Kafka
  readonly #admin: Admin
  readonly #producer: Producer

  constructor(membership: Membership) {
    const { name, password, certificate } = membership
    this.#name = name
    this.#kafka = new kafkajs.Kafka({
      brokers: roomBrokers(membership),
      ssl: { ca: [certificate] },
      sasl: { mechanism: 'scram-sha-256', username: name, password },
      // Forty that come at once are let in one after the other.
      connectionTimeout: PATIENCE_MS,
      authenticationTimeout: PATIENCE_MS,
      requestTimeout: PATIENCE_MS,
      retry: { retries: 10 },
      logLevel: kafkajs.logLevel.NOTHING,
    })
    this.#admin = this.#kafka.admin()
    const createPartitioner = kafkajs.Partitioners.DefaultPartitioner
    this.#producer = this.#kafka.producer({ createPartitioner, allowAutoTopicCreation: false })
  }

  async of({ lesson, expected }: Part): Promise<string> {
    await Promise.all([this.#admin.connect(), this.#producer.connect()])
    const prefix = `${this.#name}.${lesson}.${randomBytes(3).toString('hex')}`
    const right = expected === PASSED
    try {
      if (lesson === '01-producers') return await this.#send(prefix, right)
      if (lesson === '02-consumers') return await this.#consume(prefix, right)
      if (lesson === '03-partitions') return await this.#spread(prefix, right)
      return await this.#share(prefix, right)
    } finally {
      await this.#clear(prefix)
    }
  }

  /** Lesson 1: twelve orders, one by one; wrong without keys. */
  async #send(prefix: string, right: boolean): Promise<string> {
    const topic = await this.#makeTopic(`${prefix}.orders`, 1)
    const ids = numbered('order', 12)
    for (const id of ids) await this.#put(topic, [{ ...(right && { key: id }), value: id }])
    const stored = await this.#read(topic, `${prefix}.reader`)
    if (!isSame(stored, ids)) return 'orders-missing'
    return stored.every(({ key, value }) => key === value) ? PASSED : 'missing-key'
  }

  /** Lesson 2: ten orders and then five, read by a group; wrong if it commits nothing. */
  async #consume(prefix: string, right: boolean): Promise<string> {
    const topic = await this.#makeTopic(`${prefix}.orders`, 1)
    const groupId = `${prefix}.bookkeeping`
    for (const orders of [numbered('order', 10), numbered('late', 5)]) {
      await this.#put(
        topic,
        orders.map((value) => ({ value })),
      )
      const read = await this.#read(topic, groupId, right)
      if (!(await this.#isAtEnd(topic, groupId))) return 'never-commits'
      if (!isSame(read, orders)) return 'counted-twice'
    }
    return PASSED
  }

  /** Lesson 3: a hundred events of twenty orders on three partitions; wrong without keys. */
  async #spread(prefix: string, right: boolean): Promise<string> {
    const topic = await this.#makeTopic(`${prefix}.events`, 3)
    const events = numbered('event', 100)
    for (const [index, value] of events.entries()) {
      await this.#put(topic, [{ key: right ? `order-${index % 20}` : null, value }])
    }
    const stored = await this.#read(topic, `${prefix}.reader`)
    if (!isSame(stored, events)) return 'events-missing'
    const rails = new Map<string, Set<number>>()
    for (const { partition, value } of stored) {
      const order = `order-${events.indexOf(value) % 20}`
      rails.set(order, (rails.get(order) ?? new Set()).add(partition))
    }
    return [...rails.values()].every(({ size }) => size === 1) ? PASSED : 'no-key'
  }

  /** Lesson 5: four members of a group share three partitions; wrong if none commits. */
  async #share(prefix: string, right: boolean): Promise<string> {
    const tickets = await this.#makeTopic(`${prefix}.tickets`, 3)
    const served = await this.#makeTopic(`${prefix}.served`, 1)
    const groupId = `${prefix}.baristas`
    const ids = numbered('ticket', 12)
    const team = ids.slice(0, 4).map(() => this.#kafka.consumer({ groupId, maxWaitTimeInMs: 200 }))
    const done = new Set<string>()
    try {
      await Promise.all(
        team.map(async (consumer) => {
          await consumer.connect()
          await consumer.subscribe({ topic: tickets, fromBeginning: true })
          await consumer.run({
            autoCommit: right,
            autoCommitThreshold: 1,
            eachMessage: async ({ message }) => {
              await this.#put(served, [{ key: message.key, value: `${message.key}` }])
              done.add(`${message.key}`)
            },
          })
        }),
      )
      await this.#until('four members', async () => (await this.#members(groupId)) === 4)
      const cups = ids.map((key, index) => ({ key, value: key, partition: index % 3 }))
      await this.#put(tickets, cups)
      await this.#until('all tickets to be served', async () => done.size === ids.length)
    } finally {
      await Promise.all(team.map((consumer) => consumer.disconnect()))
    }
    const stored = await this.#read(served, `${prefix}.reader`)
    if (!isSame(stored, ids)) return 'nothing-served'
    return (await this.#isAtEnd(tickets, groupId)) ? PASSED : 'never-commits'
  }

  async #makeTopic(topic: string, numPartitions: number): Promise<string> {
    const topics = [{ topic, numPartitions, replicationFactor: 3 }]
    await this.#admin.createTopics({ topics, waitForLeaders: false })
    await this.#until(`leaders of ${topic}`, async () => {
      const offsets = await this.#admin.fetchTopicOffsets(topic).catch(() => [])
      return offsets.length === numPartitions
    })
    return topic
  }

  async #put(topic: string, messages: Message[]): Promise<void> {
    await this.#producer.send({ topic, acks: -1, messages })
  }

  /** Reads as a member of a group, which then leaves it, from where it was to the end of a topic. */
  async #read(topic: string, groupId: string, commit = false): Promise<Read[]> {
    const howMany = sum(await this.#ends(topic)) - sum(await this.#committed(topic, groupId))
    const consumer = this.#kafka.consumer({ groupId, maxWaitTimeInMs: 200 })
    const read: Read[] = []
    await consumer.connect()
    try {
      await consumer.subscribe({ topic, fromBeginning: true })
      await consumer.run({
        autoCommit: commit,
        eachMessage: async ({ partition, message: { key, value } }) => {
          read.push({ partition, key: key?.toString(), value: `${value}` })
        },
      })
      await this.#until(`${howMany} records`, async () => read.length >= howMany)
    } finally {
      await consumer.disconnect()
    }
    return read
  }

  async #committed(topic: string, groupId: string): Promise<number[]> {
    const [fetched] = await this.#admin.fetchOffsets({ groupId, topics: [topic] })
    return (fetched?.partitions ?? []).map(({ offset }) => Math.max(0, Number(offset)))
  }

  async #ends(topic: string): Promise<number[]> {
    return (await this.#admin.fetchTopicOffsets(topic)).map(({ high }) => Number(high))
  }

  async #isAtEnd(topic: string, groupId: string): Promise<boolean> {
    return sum(await this.#committed(topic, groupId)) === sum(await this.#ends(topic))
  }

  async #members(groupId: string): Promise<number> {
    const { groups } = await this.#admin.describeGroups([groupId])
    return groups[0]?.state === 'Stable' ? groups[0].members.length : 0
  }

  async #until(what: string, look: () => Promise<boolean>): Promise<void> {
    await waitUntil({ what, look, done: Boolean, timeoutMs: PATIENCE_MS, everyMs: 100 })
  }

  // KafkaJS does not ask again where a coordinator is still loading, or has not heard of a goodbye.
  async #clear(prefix: string): Promise<void> {
    const isOwn = (name: string): boolean => name.startsWith(prefix)
    const clear = async (): Promise<boolean> => {
      const topics = (await this.#admin.listTopics()).filter(isOwn)
      if (topics.length > 0) await this.#admin.deleteTopics({ topics })
      const { groups } = await this.#admin.listGroups()
      const own = groups.map(({ groupId }) => groupId).filter(isOwn)
      if (own.length > 0) await this.#admin.deleteGroups(own)
      return true
    }
    await this.#until('topics and groups to be deleted', () => clear().catch(() => false))
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([this.#admin.disconnect(), this.#producer.disconnect()])
  }
}

function numbered(what: string, howMany: number): string[] {
  return Array.from({ length: howMany }, (_, index) => `${what}-${index}`)
}

// All of them and no others. One may be there twice: KafkaJS sends again what was not confirmed.
function isSame(read: readonly Read[], sent: readonly string[]): boolean {
  const values = [...new Set(read.map(({ value }) => value))].sort()
  return JSON.stringify(values) === JSON.stringify([...sent].sort())
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0)
}
