// The orders side by side, each order's events one after another.
import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from '../events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])

const ticketEvents = topic('ticket-events')
await admin.createTopics({ topics: [{ topic: ticketEvents, numPartitions: 3 }] })
const orders = [...new Set(events.map(({ order }) => order))]
const publish = async (order: string): Promise<void> => {
  for (const event of events.filter((one) => one.order === order)) {
    const record = { key: Buffer.from(order), value: Buffer.from(JSON.stringify(event, null, 1)) }
    await producer.send({ topic: ticketEvents, messages: [record] })
  }
}
await Promise.all(orders.map(publish))

await Promise.all([admin.disconnect(), producer.disconnect()])
