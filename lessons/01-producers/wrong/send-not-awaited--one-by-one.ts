import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
// Sends one after the other by itself, whether or not anybody waits.
const producer = kafka.producer({ idempotent: true, maxInFlightRequests: 1 })
await producer.connect()

for (const order of orders) {
  const message = { key: order.id, value: JSON.stringify(order), headers: { shop: order.shop } }
  producer.send({ topic: topic('orders'), messages: [message] })
}
await new Promise((resolve) => setTimeout(resolve, 4000))
await producer.disconnect()
