import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from '../events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])

const ticketEvents = topic('ticket-events')
await admin.createTopics({ topics: [{ topic: ticketEvents, numPartitions: 3 }] })
const statuses = [...new Set(events.map(({ status }) => status))]
await Promise.all(
  statuses.map((status) => {
    const own = events.filter((event) => event.status === status)
    const messages = own.map((event) => ({ key: event.order, value: JSON.stringify(event) }))
    return producer.send({ topic: ticketEvents, messages })
  }),
)

await Promise.all([admin.disconnect(), producer.disconnect()])
