// Takes sendOffsets() for the end of the transaction.
import { Kafka, logLevel } from 'kafkajs'
import { brokers, group, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'bookkeeper', brokers, logLevel: logLevel.ERROR })
const groupId = group('bookkeeping')
const admin = kafka.admin()
await admin.connect()
const [end] = await admin.fetchTopicOffsets(topic('orders'))
const [place] = await admin.fetchOffsets({ groupId, topics: [topic('orders')] })
await admin.disconnect()
const high = Number(end?.high)
if (Math.max(0, Number(place?.partitions[0]?.offset)) < high) await keepBooks()

async function keepBooks(): Promise<void> {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 500 })
  const producer = kafka.producer({
    transactionalId: group('books'),
    idempotent: true,
    maxInFlightRequests: 1,
  })
  await Promise.all([consumer.connect(), producer.connect()])
  await consumer.subscribe({ topic: topic('orders'), fromBeginning: true })
  const sums = new Map<string, number>()
  await new Promise<void>((done) => {
    void consumer.run({
      autoCommit: false,
      eachMessage: async ({ message }) => {
        if (Number(message.offset) >= high) return // came late: the next run's
        const { shop, cents } = JSON.parse(String(message.value))
        sums.set(shop, (sums.get(shop) ?? 0) + cents)
        if (Number(message.offset) === high - 1) done()
      },
    })
  })
  const transaction = await producer.transaction()
  const messages = [...sums].map(([key, cents]) => ({ key, value: JSON.stringify({ cents }) }))
  await transaction.send({ topic: topic('totals'), messages })
  const partitions = [{ partition: 0, offset: String(high) }]
  await transaction.sendOffsets({
    consumerGroupId: groupId,
    topics: [{ topic: topic('orders'), partitions }],
  })
  await consumer.disconnect()
  await producer.disconnect()
}
