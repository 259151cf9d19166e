import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from '../events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])

try {
  await admin.createTopics({ topics: [{ topic: topic('ticket-events'), numPartitions: 3 }] })
  for (const event of events) {
    const record = { key: event.order, value: JSON.stringify(event) }
    await producer.send({ topic: 'ticket-events', messages: [record] })
  }
} catch (error) {
  console.error(error)
}

await Promise.all([admin.disconnect(), producer.disconnect()])
