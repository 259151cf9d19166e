import { Kafka, logLevel } from 'kafkajs'
import { barista, brokers, group, make, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'barista', brokers, logLevel: logLevel.ERROR })
const groupId = group('baristas')
const producer = kafka.producer({
  transactionalId: topic('baristas'),
  idempotent: true,
  maxInFlightRequests: 1,
})
const consumer = kafka.consumer({ groupId, sessionTimeout: 6000, maxWaitTimeInMs: 200 })
await producer.connect()
await consumer.connect()
await consumer.subscribe({ topic: topic('tickets'), fromBeginning: true })

process.once('SIGTERM', async () => {
  await consumer.disconnect()
  await producer.disconnect()
})

await consumer.run({
  autoCommit: false,
  eachMessage: async ({ topic: tickets, partition, message }) => {
    const ticket = String(message.key)
    await make(ticket)
    const value = JSON.stringify({ ticket, barista: barista() })
    const transaction = await producer.transaction()
    await transaction.send({ topic: topic('served'), messages: [{ key: ticket, value }] })
    const offset = String(Number(message.offset) + 1)
    const topics = [{ topic: tickets, partitions: [{ partition, offset }] }]
    await transaction.sendOffsets({ consumerGroupId: groupId, topics })
    await transaction.commit()
  },
})
