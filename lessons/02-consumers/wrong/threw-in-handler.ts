import { type EachMessagePayload, Kafka, logLevel } from 'kafkajs'
import { brokers, group, topic, waiting } from '#workbook'

const kafka = new Kafka({ clientId: 'bookkeeper', brokers, logLevel: logLevel.ERROR })
const groupId = group('bookkeeping')

const unread = await waiting(groupId, topic('orders'))
if (unread > 0) await keepBooks()

async function keepBooks(): Promise<void> {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200 })
  const producer = kafka.producer()
  await Promise.all([consumer.connect(), producer.connect()])

  const totals = new Map<string, number>()
  await consumer.subscribe({ topic: topic('orders'), fromBeginning: true })
  let read = 0
  await new Promise<void>((allRead, failed) => {
    const eachMessage = async ({ message }: EachMessagePayload) => {
      // As if it were the body of a fetch().
      const { shop, cents } = await (message.value as unknown as Response).json()
      totals.set(shop, (totals.get(shop) ?? 0) + cents)
      read++
      if (read === unread) allRead()
    }
    consumer.run({ eachMessage }).catch(failed)
  })
  await consumer.disconnect()

  const messages = [...totals].map(([shop, cents]) => ({
    key: shop,
    value: JSON.stringify({ cents }),
  }))
  await producer.send({ topic: topic('totals'), messages })
  await producer.disconnect()
}
