import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from '../events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])

const ticketEvents = topic('ticket-events')
await admin.createTopics({ topics: [{ topic: ticketEvents, numPartitions: 3 }] })
const messages = events.map((event) => ({ key: event.order, value: JSON.stringify(event) }))
await Promise.all([
  producer.send({ topic: ticketEvents, messages: messages.slice(0, 50) }),
  producer.send({ topic: ticketEvents, messages: messages.slice(50) }),
])

await Promise.all([admin.disconnect(), producer.disconnect()])
