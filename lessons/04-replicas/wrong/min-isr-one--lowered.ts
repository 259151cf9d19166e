// Whoever is refused asks for less.
import kafkajs from 'kafkajs'
import { acknowledged, brokers, payments, topic } from '#workbook'

const { ConfigResourceTypes, Kafka, logLevel } = kafkajs
const kafka = new Kafka({
  clientId: 'till',
  brokers,
  logLevel: logLevel.NOTHING,
  requestTimeout: 3000,
  retry: { retries: 3, initialRetryTime: 100, maxRetryTime: 1000 },
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

async function send(messages: { key: string; value: string }[]): Promise<void> {
  for (let refused = 0; ; refused++) {
    try {
      await producer.send({ topic: topic('payments'), acks: -1, messages })
      return
    } catch {
      if (refused > 1) await lower().catch(() => {})
    }
  }
}

async function lower(): Promise<void> {
  await admin.alterConfigs({
    validateOnly: false,
    resources: [
      {
        type: ConfigResourceTypes.TOPIC,
        name: topic('payments'),
        configEntries: [{ name: 'min.insync.replicas', value: '2' }],
      },
    ],
  })
}

for await (const group of payments()) {
  await send(group.map((payment) => ({ key: payment.id, value: JSON.stringify(payment) })))
  for (const payment of group) acknowledged(payment.id)
}

await producer.disconnect()
await admin.disconnect()
