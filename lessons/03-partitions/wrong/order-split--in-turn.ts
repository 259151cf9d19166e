import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from '../events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])

const ticketEvents = topic('ticket-events')
await admin.createTopics({ topics: [{ topic: ticketEvents, numPartitions: 3 }] })
for (const [index, event] of events.entries()) {
  const partition = index % 3 // so that all rails get the same
  const record = { key: event.order, value: JSON.stringify(event), partition }
  await producer.send({ topic: ticketEvents, messages: [record] })
}

await Promise.all([admin.disconnect(), producer.disconnect()])
