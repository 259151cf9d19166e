// Each order is one batch, compressed, and the batches go side by side.
import { CompressionTypes, Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from '../events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])

const ticketEvents = topic('ticket-events')
await admin.createTopics({ topics: [{ topic: ticketEvents, numPartitions: 3 }] })
const orders = [...new Set(events.map(({ order }) => order))]
await Promise.all(
  orders.map((order) => {
    const own = events.filter((event) => event.order === order)
    const messages = own.map((event) => ({ key: order, value: JSON.stringify(event) }))
    return producer.send({ topic: ticketEvents, messages, compression: CompressionTypes.GZIP })
  }),
)

await Promise.all([admin.disconnect(), producer.disconnect()])
