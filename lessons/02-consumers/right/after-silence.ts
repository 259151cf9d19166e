// Reads until nothing has come for five seconds, however much that is; waiting() is not asked.
import { Kafka, logLevel } from 'kafkajs'
import { brokers, group, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'bookkeeper', brokers, logLevel: logLevel.ERROR })
const consumer = kafka.consumer({ groupId: group('bookkeeping') })
const sums = new Map<string, number>()
let lastMoved = Date.now()
await consumer.connect()
await consumer.subscribe({ topic: topic('orders'), fromBeginning: true })
consumer.on(consumer.events.GROUP_JOIN, () => {
  lastMoved = Date.now()
})
await consumer.run({
  eachMessage: async ({ message }) => {
    lastMoved = Date.now()
    const order: { shop: string; cents: number } = JSON.parse(`${message.value}`)
    sums.set(order.shop, order.cents + (sums.get(order.shop) ?? 0))
  },
})
while (Date.now() - lastMoved < 5000) await new Promise((resolve) => setTimeout(resolve, 100))
await consumer.disconnect()

if (sums.size > 0) {
  const producer = kafka.producer()
  await producer.connect()
  await Promise.all(
    [...sums].map(([key, cents]) =>
      producer.send({
        topic: topic('totals'),
        messages: [{ key, value: JSON.stringify({ cents }) }],
      }),
    ),
  )
  await producer.disconnect()
}
