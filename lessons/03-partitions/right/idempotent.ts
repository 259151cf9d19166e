// Ten at a time, idempotent, with another partitioner and a longer key.
import { Kafka, logLevel, Partitioners } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from '../events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const producer = kafka.producer({
  idempotent: true,
  maxInFlightRequests: 1,
  createPartitioner: Partitioners.LegacyPartitioner,
})
await Promise.all([admin.connect(), producer.connect()])

const ticketEvents = topic('ticket-events')
await admin.createTopics({ topics: [{ topic: ticketEvents, numPartitions: 3 }] })
const prefix = 'bar/'
for (let from = 0; from < events.length; from += 10) {
  const messages = events
    .slice(from, from + 10)
    .map((event) => ({ key: prefix + event.order, value: JSON.stringify(event) }))
  await producer.sendBatch({ topicMessages: [{ topic: ticketEvents, messages }] })
}

await Promise.all([admin.disconnect(), producer.disconnect()])
