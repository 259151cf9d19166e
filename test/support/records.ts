import { randomBytes } from 'node:crypto'
import { Kafka, logLevel } from 'kafkajs'
import type { Clone } from './clone.ts'
import { makeTopics } from './topics.ts'

const PARTITIONS = 3
const BATCH = 30
const READ_TIMEOUT_MS = 180_000

// Rides through an election; see "Losing brokers" among the measurements of KafkaJS.
const retry = { retries: 20, initialRetryTime: 100, multiplier: 1.5, maxRetryTime: 1000 }

function addressesOf(clone: Clone): string[] {
  return [1, 2, 3].map((id) => `127.0.0.1:${clone.ports}${id}`)
}

function kafkaOf(clone: Clone): Kafka {
  const brokers = addressesOf(clone)
  const timeouts = { connectionTimeout: 10_000, requestTimeout: 5000 }
  return new Kafka({ clientId: 'test', brokers, logLevel: logLevel.NOTHING, retry, ...timeouts })
}

/**
 * Makes a topic with three copies of everything, led by all brokers in turn, and sends records
 * to it. Gives the values that all copies have acknowledged: here, all.
 */
export async function keepRecords(
  clone: Clone,
  topic: string,
  { count = 300, minInSync = 2 } = {},
): Promise<string[]> {
  const configEntries = [{ name: 'min.insync.replicas', value: String(minInSync) }]
  const replicaAssignment = Array.from({ length: PARTITIONS }, (_, partition) => ({
    partition,
    replicas: [0, 1, 2].map((place) => ((partition + place) % 3) + 1),
  }))
  await makeTopics(addressesOf(clone), [{ topic, replicaAssignment, configEntries }])
  const producer = kafkaOf(clone).producer()
  await producer.connect()
  try {
    const values = Array.from({ length: count }, (_, index) => `${topic}-${index}`.padEnd(200, '.'))
    for (let first = 0; first < count; first += BATCH) {
      const messages = values
        .slice(first, first + BATCH)
        .map((value, index) => ({ value, partition: index % PARTITIONS }))
      await producer.send({ topic, acks: -1, messages })
    }
    return values.sort()
  } finally {
    await producer.disconnect()
  }
}

/** Reads a topic until `count` different values have come; gives those that came in time. */
export async function readRecords(clone: Clone, topic: string, count: number): Promise<string[]> {
  const groupId = `test-${randomBytes(4).toString('hex')}`
  const consumer = kafkaOf(clone).consumer({ groupId, maxWaitTimeInMs: 100 })
  const seen = new Set<string>()
  await consumer.connect()
  let timer: NodeJS.Timeout | undefined
  try {
    await consumer.subscribe({ topic, fromBeginning: true })
    await new Promise<void>((resolve, reject) => {
      timer = setTimeout(resolve, READ_TIMEOUT_MS)
      const eachMessage = async ({ message }: { message: { value: Buffer | null } }) => {
        seen.add(String(message.value))
        if (seen.size >= count) resolve()
      }
      consumer.run({ eachMessage }).catch(reject)
    })
    return [...seen].sort()
  } finally {
    clearTimeout(timer)
    await consumer.disconnect()
  }
}

/** The topics that a clone's cluster has. */
export async function listTopics(clone: Clone): Promise<string[]> {
  const admin = kafkaOf(clone).admin()
  await admin.connect()
  try {
    return await admin.listTopics()
  } finally {
    await admin.disconnect()
  }
}
