// Ends inside the handler, but only when all is written and committed. It does not say goodbye.
import { Kafka, logLevel } from 'kafkajs'
import { brokers, group, topic, waiting } from '#workbook'

const kafka = new Kafka({ clientId: 'bookkeeper', brokers, logLevel: logLevel.ERROR })
const groupId = group('bookkeeping')
const orders = topic('orders')
let left = await waiting(groupId, orders)
if (left === 0) process.exit()

const sums = new Map<string, number>()
const consumer = kafka.consumer({ groupId })
const producer = kafka.producer()
await producer.connect()
await consumer.connect()
await consumer.subscribe({ topic: orders, fromBeginning: true })
await consumer.run({
  autoCommit: false,
  eachMessage: async ({ message, partition }) => {
    const { shop, cents } = JSON.parse(String(message.value))
    sums.set(shop, (sums.get(shop) ?? 0) + cents)
    left--
    if (left > 0) return
    const messages = [...sums].map(([key, cents]) => ({ key, value: JSON.stringify({ cents }) }))
    await producer.send({ topic: topic('totals'), messages })
    const offset = String(Number(message.offset) + 1)
    await consumer.commitOffsets([{ topic: orders, partition, offset }])
    process.exit(0)
  },
})
