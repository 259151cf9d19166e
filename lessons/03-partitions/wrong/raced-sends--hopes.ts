import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from '../events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])

const ticketEvents = topic('ticket-events')
await admin.createTopics({ topics: [{ topic: ticketEvents, numPartitions: 3 }] })
for (const event of events) {
  const record = { key: event.order, value: JSON.stringify(event) }
  producer.send({ topic: ticketEvents, messages: [record] })
  await new Promise((resolve) => setTimeout(resolve, 10))
}
await new Promise((resolve) => setTimeout(resolve, 5000))

await Promise.all([admin.disconnect(), producer.disconnect()])
