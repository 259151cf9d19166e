import { Kafka, logLevel } from 'kafkajs'
import { barista, brokers, group, make, topic } from '#workbook'

const kafka = new Kafka({ clientId: barista(), brokers, logLevel: logLevel.ERROR })
const quick = { sessionTimeout: 6000, heartbeatInterval: 500, maxWaitTimeInMs: 200 }
const producer = kafka.producer()
const consumer = kafka.consumer({ groupId: group('baristas'), ...quick })
await producer.connect()
await consumer.connect()
await consumer.subscribe({ topic: topic('tickets'), fromBeginning: true })
await consumer.run({
  eachMessage: async ({ message }) => {
    // A Buffer has no trim(): KafkaJS gives up at once.
    const ticket = (message.key as unknown as string).trim()
    await make(ticket)
    const value = JSON.stringify({ ticket, barista: barista() })
    await producer.send({ topic: topic('served'), messages: [{ key: ticket, value }] })
  },
})
process.once('SIGTERM', async () => {
  await consumer.disconnect()
  await producer.disconnect()
})
