// Commits each ticket itself. At SIGTERM the drink in hand is served and not committed, for
// commitOffsets() does nothing once disconnect() has begun: another barista makes it once more.
import { Kafka, logLevel } from 'kafkajs'
import { barista, brokers, group, make, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'barista', brokers, logLevel: logLevel.ERROR })
const quick = { sessionTimeout: 6000, heartbeatInterval: 500, maxWaitTimeInMs: 200 }
const producer = kafka.producer()
const consumer = kafka.consumer({ groupId: group('baristas'), ...quick })
await producer.connect()
await consumer.connect()
await consumer.subscribe({ topic: topic('tickets'), fromBeginning: true })

await consumer.run({
  autoCommit: false,
  eachMessage: async ({ topic: from, partition, message }) => {
    const ticket = String(message.key)
    await make(ticket)
    const value = JSON.stringify({ ticket, barista: barista() })
    await producer.send({ topic: topic('served'), messages: [{ key: ticket, value }] })
    const next = String(BigInt(message.offset) + 1n)
    await consumer.commitOffsets([{ topic: from, partition, offset: next }])
  },
})

process.once('SIGTERM', async () => {
  await consumer.disconnect()
  await producer.disconnect()
})
