import { type EachBatchPayload, Kafka, logLevel } from 'kafkajs'
import { brokers, group, topic, waiting } from '#workbook'

const kafka = new Kafka({ clientId: 'bookkeeper', brokers, logLevel: logLevel.ERROR })
const groupId = group('bookkeeping')

const unread = await waiting(groupId, topic('orders'))
if (unread > 0) await keepBooks()

async function keepBooks(): Promise<void> {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200 })
  const producer = kafka.producer()
  await Promise.all([consumer.connect(), producer.connect()])

  await consumer.subscribe({ topic: topic('orders'), fromBeginning: true })
  await new Promise<void>((allRead, failed) => {
    let read = 0
    const eachBatch = async ({ batch }: EachBatchPayload) => {
      const totals = new Map<string, number>()
      for (const { value } of batch.messages) {
        const { shop, cents } = JSON.parse(String(value))
        totals.set(shop, (totals.get(shop) ?? 0) + cents)
      }
      const messages = [...totals].map(([shop, cents]) => ({
        key: shop,
        value: JSON.stringify({ cents }),
      }))
      await producer.send({ topic: topic('totals'), messages })
      read += batch.messages.length
      if (read >= unread) allRead()
    }
    consumer.run({ eachBatch }).catch(failed)
  })
  await consumer.disconnect()
  await producer.disconnect()
}
