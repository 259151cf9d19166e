import { setTimeout as pause } from 'node:timers/promises'
import { Kafka, logLevel } from 'kafkajs'
import { brokers, group, topic, waiting } from '#workbook'

const kafka = new Kafka({ clientId: 'bookkeeper', brokers, logLevel: logLevel.ERROR })
const sums = new Map<string, number>()
const left = () => waiting(group('bookkeeping'), topic('orders'))

async function readAll() {
  const consumer = kafka.consumer({ groupId: group('bookkeeping'), maxWaitTimeInMs: 500 })
  await consumer.connect()
  await consumer.subscribe({ topics: [topic('orders')], fromBeginning: true })
  await consumer.run({
    eachBatch: async ({ batch }) => {
      for (const { value } of batch.messages) {
        const { shop, cents } = JSON.parse(String(value))
        sums.set(shop, (sums.get(shop) ?? 0) + cents)
      }
    },
  })
  // A batch is committed when it is done, so none waits when all are committed.
  while ((await left()) > 0) await pause(250)
  await consumer.disconnect()
}

async function writeTotals() {
  const producer = kafka.producer()
  await producer.connect()
  const messages = [...sums].map(([key, cents]) => ({ key, value: JSON.stringify({ cents }) }))
  await producer.send({ topic: topic('totals'), messages })
  await producer.disconnect()
}

if ((await left()) > 0) {
  await readAll()
  await writeTotals()
}
