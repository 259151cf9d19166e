import { Kafka, logLevel } from 'kafkajs'
import { brokers, group, topic, waiting } from '#workbook'

const kafka = new Kafka({ clientId: 'bookkeeper', brokers, logLevel: logLevel.ERROR })
const groupId = group('bookkeeping')

const unread = await waiting(groupId, topic('orders'))
if (unread > 0) await keepBooks()

async function keepBooks(): Promise<void> {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200 })
  const producer = kafka.producer()
  await Promise.all([consumer.connect(), producer.connect()])

  const orders = new Map<string, { shop: string; cents: number }>()
  await consumer.subscribe({ topic: topic('orders'), fromBeginning: true })
  await new Promise<void>((allRead, failed) => {
    consumer
      .run({
        eachBatchAutoResolve: false,
        eachBatch: async ({ batch, heartbeat }) => {
          for (const { offset, value } of batch.messages) {
            orders.set(offset, JSON.parse(`${value}`))
            await heartbeat()
          }
          if (orders.size === unread) allRead()
        },
      })
      .catch(failed)
  })
  await consumer.disconnect()

  const totals = new Map<string, number>()
  for (const { shop, cents } of orders.values()) totals.set(shop, (totals.get(shop) ?? 0) + cents)
  const messages = [...totals].map(([key, cents]) => ({ key, value: JSON.stringify({ cents }) }))
  await producer.send({ topic: topic('totals'), messages })
  await producer.disconnect()
}
