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
  await new Promise<void>((allRead, failed) => {
    let read = 0
    const eachMessage = async ({ message }: EachMessagePayload) => {
      const { shop, cents } = JSON.parse(String(message.value))
      totals.set(shop, (totals.get(shop) ?? 0) + cents)
      await consumer.commitOffsets([
        { topic: topic('orders'), partition: 0, offset: message.offset },
      ])
      read++
      if (read === unread) allRead()
    }
    consumer.run({ autoCommit: false, eachMessage }).catch(failed)
  })
  await consumer.disconnect() // leaves the group

  const messages = [...totals].map(([shop, cents]) => ({
    key: shop,
    value: JSON.stringify({ cents }),
  }))
  await producer.send({ topic: topic('totals'), messages })
  await producer.disconnect()
}
