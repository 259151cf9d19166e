// Waits for nobody longer than a second and a half.
import { Kafka, logLevel } from 'kafkajs'
import { barista, brokers, group, make, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'barista', brokers, logLevel: logLevel.ERROR })
const quick = { sessionTimeout: 6000, heartbeatInterval: 500, maxWaitTimeInMs: 200 }
const producer = kafka.producer()
const consumer = kafka.consumer({ groupId: group('baristas'), ...quick })
await producer.connect()
await consumer.connect()
await consumer.subscribe({ topic: topic('tickets'), fromBeginning: true })

process.once('SIGTERM', async () => {
  setTimeout(() => process.exit(0), 1500)
  await consumer.disconnect()
  await producer.disconnect()
  process.exit(0)
})

await consumer.run({
  eachMessage: async ({ message }) => {
    const ticket = String(message.key)
    await make(ticket)
    const value = JSON.stringify({ ticket, barista: barista() })
    await producer.send({ topic: topic('served'), messages: [{ key: ticket, value }] })
  },
})
