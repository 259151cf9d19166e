import { Kafka, logLevel } from 'kafkajs'
import { acknowledged, brokers, payments, topic } from '#workbook'

const kafka = new Kafka({
  clientId: 'till',
  brokers,
  logLevel: logLevel.NOTHING,
  requestTimeout: 3000,
  retry: { retries: 90, initialRetryTime: 100, maxRetryTime: 1000 },
})
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])

await admin.createTopics({
  topics: [
    {
      topic: topic('payments'),
      numPartitions: 1,
      replicationFactor: -1,
      configEntries: [{ name: 'min.insync.replicas', value: '2' }],
    },
  ],
})
await admin.disconnect()

// One record a send, and the next only when it is confirmed.
for await (const group of payments()) {
  for (const payment of group) {
    await producer.send({
      topic: topic('payments'),
      messages: [{ value: Buffer.from(JSON.stringify(payment)) }],
    })
    acknowledged(payment.id)
  }
}

await producer.disconnect()
