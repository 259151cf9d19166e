import type { Membership } from './membership.ts'
import { progressTopic } from './names.ts'
import type { Outbox } from './outbox.ts'
import { roomBrokers } from './room-brokers.ts'

const PATIENCE_MS = 2000

/**
 * Sends what waits to the class, the oldest first; whether it has all of it now. A check does not
 * wait for a class that is away: it is given a few seconds at most, and what was not confirmed
 * stays, to be sent with the next.
 */
export async function sendProgress(membership: Membership, outbox: Outbox): Promise<boolean> {
  const events = outbox.waiting()
  if (events.length === 0) return true
  const { default: kafkajs } = await import('kafkajs')
  const { name, password, certificate } = membership
  const kafka = new kafkajs.Kafka({
    brokers: roomBrokers(membership),
    ssl: { ca: [certificate] },
    sasl: { mechanism: 'scram-sha-256', username: name, password },
    connectionTimeout: PATIENCE_MS,
    authenticationTimeout: PATIENCE_MS,
    requestTimeout: PATIENCE_MS,
    // One of three brokers may be away.
    retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 400 },
    logLevel: kafkajs.logLevel.NOTHING,
  })
  const createPartitioner = kafkajs.Partitioners.DefaultPartitioner
  const producer = kafka.producer({ createPartitioner, allowAutoTopicCreation: false })
  try {
    await producer.connect()
    const messages = events.map((event) => ({ key: event.lesson, value: JSON.stringify(event) }))
    await producer.send({ topic: progressTopic(name), acks: -1, messages })
    outbox.remove(events)
    return true
  } catch {
    return false
  } finally {
    await producer.disconnect().catch(() => {})
  }
}
