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
  await consumer.disconnect() // waits for the drink in hand, commits, and leaves the group
  await producer.disconnect()
})

// KafkaJS commits a ticket only after the handler's promise has resolved.
await consumer.run({
  eachMessage: async ({ message }) => {
    const ticket = String(message.key)
    if (ticket.endsWith('7')) throw new Error('the milk is out')
    await make(ticket)
    const value = JSON.stringify({ ticket, barista: barista() })
    await producer.send({ topic: topic('served'), messages: [{ key: ticket, value }] })
  },
})
