// A batch at a time, committed by hand, with KafkaJS's own waiting times; headers, not values.
import { type EachBatchPayload, Kafka, logLevel } from 'kafkajs'
import { brokers, group, topic, waiting } from '#workbook'

const kafka = new Kafka({ clientId: 'bookkeeper', brokers, logLevel: logLevel.ERROR })
const groupId = group('bookkeeping')
const consumer = kafka.consumer({ groupId })
const producer = kafka.producer()
let left = await waiting(groupId, topic('orders'))
await producer.connect()
await consumer.connect()
await consumer.subscribe({ topics: [topic('orders')], fromBeginning: true })

const sums: Record<string, number> = {}
if (left > 0) {
  await new Promise<void>((resolve, reject) => {
    const eachBatch = async ({ batch, resolveOffset, heartbeat }: EachBatchPayload) => {
      for (const { headers, value, offset } of batch.messages) {
        const shop = String(headers?.shop)
        sums[shop] = (sums[shop] ?? 0) + Number(JSON.parse(String(value)).cents)
        resolveOffset(offset)
        left--
      }
      await heartbeat()
      const next = String(BigInt(batch.lastOffset()) + 1n)
      await consumer.commitOffsets([
        { topic: batch.topic, partition: batch.partition, offset: next },
      ])
      if (left <= 0) resolve()
    }
    consumer.run({ autoCommit: false, eachBatch }).catch(reject)
  })
}
await consumer.disconnect()
for (const [key, cents] of Object.entries(sums)) {
  const messages = [{ key, value: Buffer.from(JSON.stringify({ cents }, null, 1)) }]
  await producer.send({ topic: topic('totals'), messages })
}
await producer.disconnect()
