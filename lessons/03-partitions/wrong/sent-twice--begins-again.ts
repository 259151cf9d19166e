import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { events } from '../events.ts'

const kafka = new Kafka({ clientId: 'bar', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
await admin.connect()
await admin.createTopics({ topics: [{ topic: topic('ticket-events'), numPartitions: 3 }] })
await admin.disconnect()

const producer = kafka.producer({ retry: { retries: 0 } })
await producer.connect()
for (let done = false; !done; ) {
  try {
    for (const event of events) {
      const message = { key: event.order, value: JSON.stringify(event) }
      await producer.send({ topic: topic('ticket-events'), messages: [message] })
    }
    done = true
  } catch {
    await new Promise((resolve) => setTimeout(resolve, 300))
    await producer.connect()
  }
}
await producer.disconnect()
