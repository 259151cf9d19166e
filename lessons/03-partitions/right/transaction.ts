// A first transaction is given up, and a second committed.
import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from '../events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const producer = kafka.producer({
  transactionalId: topic('bar'),
  idempotent: true,
  maxInFlightRequests: 1,
})
await Promise.all([admin.connect(), producer.connect()])

const ticketEvents = topic('ticket-events')
await admin.createTopics({ topics: [{ topic: ticketEvents, numPartitions: 3 }] })
const messages = events.map((event) => ({ key: event.order, value: JSON.stringify(event) }))

const givenUp = await producer.transaction()
await givenUp.send({ topic: ticketEvents, messages: [...messages].reverse().slice(0, 9) })
await givenUp.abort()

const transaction = await producer.transaction()
await transaction.sendBatch({ topicMessages: [{ topic: ticketEvents, messages }] })
await transaction.commit()

await Promise.all([admin.disconnect(), producer.disconnect()])
