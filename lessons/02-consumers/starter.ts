// The bookkeeper knows how many orders wait, and joins nobody yet. Finish it, then npm run check 2.
import { Kafka, logLevel } from 'kafkajs'
import { brokers, group, topic, waiting } from '#workbook'

const kafka = new Kafka({ clientId: 'bookkeeper', brokers, logLevel: logLevel.ERROR })
const groupId = group('bookkeeping')

const unread = await waiting(groupId, topic('orders'))
console.log(`${unread} orders wait for ${groupId}`)
if (unread > 0) await keepBooks()

async function keepBooks(): Promise<void> {
  // With KafkaJS's default, 5000, a quiet topic would keep you waiting when you leave.
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200 })
  const producer = kafka.producer()
  await Promise.all([consumer.connect(), producer.connect()])
  const totals = new Map<string, number>()

  // TODO: subscribe to topic('orders') and run the consumer. Add up each order's cents by shop,
  // and wait until all unread orders have been read.

  await consumer.disconnect()

  // One record for each shop; none yet.
  const messages = [...totals].map(([shop, cents]) => ({
    key: shop,
    value: JSON.stringify({ cents }),
  }))
  if (messages.length > 0) await producer.send({ topic: topic('totals'), messages })
  await producer.disconnect()
}
