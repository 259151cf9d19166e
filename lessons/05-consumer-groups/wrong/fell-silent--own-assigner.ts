import { Kafka, logLevel, PartitionAssigners } from 'kafkajs'
import { barista, brokers, group, make, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'barista', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
const consumer = kafka.consumer({
  groupId: group('baristas'),
  sessionTimeout: 6000,
  maxWaitTimeInMs: 200,
  // The members of a group have to share a way of dividing, which they know by its name.
  partitionAssigners: [(config) => ({ ...PartitionAssigners.roundRobin(config), name: barista() })],
})
await producer.connect()
await consumer.connect()
await consumer.subscribe({ topic: topic('tickets'), fromBeginning: true })

process.once('SIGTERM', async () => {
  await consumer.disconnect()
  await producer.disconnect()
})

await consumer.run({
  eachMessage: async ({ message }) => {
    const ticket = String(message.key)
    await make(ticket)
    const value = JSON.stringify({ ticket, barista: barista() })
    await producer.send({ topic: topic('served'), messages: [{ key: ticket, value }] })
  },
})
