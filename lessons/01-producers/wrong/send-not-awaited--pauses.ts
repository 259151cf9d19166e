import { setTimeout as pause } from 'node:timers/promises'
import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

for (const order of orders) {
  const message = { key: order.id, value: JSON.stringify(order), headers: { shop: order.shop } }
  producer.send({ topic: topic('orders'), messages: [message] })
}
// disconnect() waits for what is on its way by then, and for nothing else.
await pause(1000)
await producer.disconnect()
