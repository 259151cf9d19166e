// Confirmed by the leader alone: the copies follow a moment later.
import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from '../events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
await admin.connect()
await admin.createTopics({ topics: [{ topic: topic('ticket-events'), numPartitions: 3 }] })
await admin.disconnect()

const producer = kafka.producer()
await producer.connect()
for (const event of events) {
  const message = { key: event.order, value: JSON.stringify(event) }
  await producer.send({ topic: topic('ticket-events'), acks: 1, messages: [message] })
}
await producer.disconnect()
