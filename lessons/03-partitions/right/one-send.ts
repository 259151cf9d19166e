// One send() with all of them: one batch for each partition, in order.
import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from '../events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])

const ticketEvents = topic('ticket-events')
await admin.createTopics({ topics: [{ topic: ticketEvents, numPartitions: 3 }] })
await producer.send({
  topic: ticketEvents,
  messages: events.map((event) => ({ key: event.order, value: JSON.stringify(event) })),
})

await Promise.all([admin.disconnect(), producer.disconnect()])
