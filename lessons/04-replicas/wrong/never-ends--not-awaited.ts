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
      replicationFactor: 3,
      configEntries: [{ name: 'min.insync.replicas', value: '2' }],
    },
  ],
})
await admin.disconnect()

for await (const group of payments()) {
  const messages = group.map((payment) => ({ key: payment.id, value: JSON.stringify(payment) }))
  const sent = producer.send({ topic: topic('payments'), acks: -1, messages })
  sent.then(() => {
    for (const payment of group) acknowledged(payment.id)
  })
}

await producer.disconnect()
