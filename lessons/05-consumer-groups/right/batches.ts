// Whole batches, with clips of its own: all drinks of a batch at once, then all records in one send.
import { Kafka, logLevel } from 'kafkajs'
import { barista, brokers, group, make, topic } from '#workbook'

const kafka = new Kafka({ clientId: barista(), brokers, logLevel: logLevel.NOTHING })
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
const consumer = kafka.consumer({
  groupId: group('baristas'),
  sessionTimeout: 6000,
  heartbeatInterval: 500,
  maxWaitTimeInMs: 100,
})
await Promise.all([producer.connect(), consumer.connect()])
await consumer.subscribe({ topics: [topic('tickets')], fromBeginning: true })
await consumer.run({
  autoCommit: false,
  eachBatchAutoResolve: false,
  eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary, heartbeat, isRunning }) => {
    if (!isRunning()) return
    const tickets = batch.messages.map(({ key }) => String(key))
    await Promise.all(tickets.map((ticket) => make(ticket)))
    const messages = tickets.map((ticket) => ({
      key: ticket,
      value: JSON.stringify({ barista: barista(), ticket }),
    }))
    await producer.send({ topic: topic('served'), messages })
    resolveOffset(batch.lastOffset())
    const { topic: from, partition } = batch
    const offset = String(BigInt(batch.lastOffset()) + 1n)
    // Also while the consumer stops, when its own commitOffsets() does nothing any more.
    await commitOffsetsIfNecessary({
      topics: [{ topic: from, partitions: [{ partition, offset }] }],
    })
    await heartbeat()
  },
})

process.on('SIGTERM', () => {
  void consumer
    .stop()
    .then(() => consumer.disconnect())
    .then(() => producer.disconnect())
    .then(() => process.exit())
})
