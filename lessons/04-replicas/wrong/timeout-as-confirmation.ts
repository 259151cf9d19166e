// Takes a time-out for a yes.
import { setTimeout as pause } from 'node:timers/promises'
import { Kafka, logLevel } from 'kafkajs'
import { acknowledged, brokers, type Payment, payments, topic } from '#workbook'

const kafka = new Kafka({
  clientId: 'till',
  brokers,
  logLevel: logLevel.NOTHING,
  requestTimeout: 3000,
  retry: { retries: 20, initialRetryTime: 100, maxRetryTime: 1000 },
})
const admin = kafka.admin()
const producer = kafka.producer({ retry: { retries: 0 } })
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
  for (const payment of group) {
    await sendOnce(payment)
    acknowledged(payment.id)
  }
}
await producer.disconnect()

/** Customers do not pay twice: a request that went out is never repeated. */
async function sendOnce(payment: Payment): Promise<void> {
  const giveUpAt = Date.now() + 75_000
  for (;;) {
    try {
      await producer.send({
        topic: topic('payments'),
        acks: -1,
        messages: [{ value: JSON.stringify(payment) }],
      })
      return
    } catch (error) {
      const { name } = ((error as Error).cause ?? error) as Error
      // The broker has it, only its answer is slow. Sending again would store it twice.
      if (name === 'KafkaJSRequestTimeoutError') return
      if (Date.now() > giveUpAt) throw error
      await pause(300) // refused, or not connected: not stored
    }
  }
}
