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
    // A ticket has no headers; its id is its key.
    const ticket = message.headers?.ticket?.toString()
    if (!ticket) throw new Error('a ticket without its number')
    await make(ticket)
    const value = JSON.stringify({ ticket, barista: barista() })
    await producer.send({ topic: topic('served'), messages: [{ key: ticket, value }] })
  },
})
process.once('SIGTERM', async () => {
  await consumer.disconnect()
  await producer.disconnect()
})
