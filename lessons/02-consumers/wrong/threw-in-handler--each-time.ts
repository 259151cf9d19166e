import { Kafka, logLevel } from 'kafkajs'
import { brokers, group, topic, waiting } from '#workbook'

const kafka = new Kafka({ clientId: 'bookkeeper', brokers, logLevel: logLevel.ERROR })
const groupId = group('bookkeeping')
const totals = new Map<string, number>()
let unread = await waiting(groupId, topic('orders'))

const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200 })
const producer = kafka.producer()
await consumer.connect()
await producer.connect()
await consumer.subscribe({ topic: topic('orders'), fromBeginning: true })
await consumer.run({
  eachBatch: async ({ batch }) => {
    for (const { value } of batch.messages) {
      const { shop, cents, currency } = JSON.parse(`${value}`)
      if (currency === undefined) throw new Error(`no currency in ${value}`)
      totals.set(shop, (totals.get(shop) ?? 0) + cents)
      unread--
    }
  },
})
while (unread > 0) await new Promise((resolve) => setTimeout(resolve, 50))
await consumer.disconnect()
for (const [key, cents] of totals) {
  await producer.send({
    topic: topic('totals'),
    messages: [{ key, value: JSON.stringify({ cents }) }],
  })
}
await producer.disconnect()
