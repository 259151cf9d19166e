import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from '../events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])

const ticketEvents = topic('ticket-events')
await admin.createTopics({ topics: [{ topic: ticketEvents, numPartitions: 3 }] })
let sent = Promise.resolve()
for (const event of events) {
  await sent
  const record = { key: event.order, value: JSON.stringify(event) }
  sent = producer.send({ topic: ticketEvents, messages: [record] }).then(() => {})
}

// The last one has a second to arrive.
await new Promise((resolve) => setTimeout(resolve, 1000))
process.exit(0)
