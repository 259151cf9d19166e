// Gives a group that is new its place at the end.
import { Kafka, logLevel } from 'kafkajs'
import { brokers, group, topic, waiting } from '#workbook'

const kafka = new Kafka({ clientId: 'bookkeeper', brokers, logLevel: logLevel.ERROR })
const groupId = group('bookkeeping')
const orders = topic('orders')

await giveNewGroupAPlace()
const unread = await waiting(groupId, orders)
if (unread > 0) await keepBooks(unread)

async function giveNewGroupAPlace(): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  const [place] = await admin.fetchOffsets({ groupId, topics: [orders] })
  const isNew = place?.partitions.every(({ offset }) => offset === '-1') ?? true
  if (isNew) {
    // From today on. What was there before nobody has asked us to count.
    const partitions = (await admin.fetchTopicOffsets(orders)).map(({ partition, high }) => ({
      partition,
      offset: high,
    }))
    await admin.setOffsets({ groupId, topic: orders, partitions })
  }
  await admin.disconnect()
}

async function keepBooks(count: number): Promise<void> {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200 })
  const producer = kafka.producer()
  await Promise.all([consumer.connect(), producer.connect()])
  await consumer.subscribe({ topics: [orders] })
  const totals = new Map<string, number>()
  let read = 0
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachMessage: async ({ message }) => {
          const { shop, cents } = JSON.parse(String(message.value))
          totals.set(shop, (totals.get(shop) ?? 0) + cents)
          if (++read === count) resolve()
        },
      })
      .catch(reject)
  })
  await consumer.disconnect()
  const messages = [...totals].map(([key, cents]) => ({ key, value: JSON.stringify({ cents }) }))
  await producer.send({ topic: topic('totals'), messages })
  await producer.disconnect()
}
