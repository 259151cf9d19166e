import { Kafka, logLevel } from 'kafkajs'
import { acknowledged, brokers, payments, topic } from '#workbook'

const kafka = new Kafka({
  clientId: 'till',
  brokers,
  logLevel: logLevel.NOTHING,
  requestTimeout: 2000,
  retry: { retries: 1, initialRetryTime: 100 },
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

// The client gives up soon; this program does not.
const patienceMs = 70_000
async function keepTrying(work: () => Promise<unknown>): Promise<void> {
  for (const startedAt = Date.now(); ; ) {
    try {
      await work()
      return
    } catch (error) {
      if (Date.now() - startedAt > patienceMs) throw error
      await new Promise((resolve) => setTimeout(resolve, 300))
    }
  }
}

for await (const group of payments()) {
  const messages = group.map((payment) => ({ key: payment.id, value: JSON.stringify(payment) }))
  await keepTrying(() => producer.send({ topic: topic('payments'), messages }))
  for (const payment of group) acknowledged(payment.id)
}

await producer.disconnect()
