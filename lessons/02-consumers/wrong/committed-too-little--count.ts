import { Kafka, logLevel } from 'kafkajs'
import { brokers, group, topic, waiting } from '#workbook'

const kafka = new Kafka({ clientId: 'bookkeeper', brokers, logLevel: logLevel.ERROR })
const orders = topic('orders')
const groupId = group('bookkeeping')
const unread = await waiting(groupId, orders)
if (unread > 0) {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200 })
  await consumer.connect()
  await consumer.subscribe({ topic: orders, fromBeginning: true })
  const totals = new Map<string, number>()
  let count = 0
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        autoCommit: false,
        eachMessage: async ({ message }) => {
          const { shop, cents } = JSON.parse(String(message.value))
          totals.set(shop, (totals.get(shop) ?? 0) + cents)
          count += 1
          if (count === unread) resolve()
        },
      })
      .catch(reject)
  })
  await consumer.commitOffsets([{ topic: orders, partition: 0, offset: String(count) }])
  await consumer.disconnect()

  const producer = kafka.producer()
  await producer.connect()
  await producer.send({
    topic: topic('totals'),
    messages: [...totals].map(([key, cents]) => ({ key, value: JSON.stringify({ cents }) })),
  })
  await producer.disconnect()
}
