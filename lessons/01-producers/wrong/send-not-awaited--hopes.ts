import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

// Four seconds are enough today.
for (const order of orders) {
  const message = { key: order.id, value: JSON.stringify(order), headers: { shop: order.shop } }
  producer.send({ topic: topic('orders'), messages: [message] })
}
await new Promise((resolve) => setTimeout(resolve, 4000))
process.exit(0)
