import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

for (const order of orders) {
  const json = JSON.stringify(order)
  const message = { key: order.id, value: JSON.stringify(json), headers: { shop: order.shop } }
  await producer.send({ topic: topic('orders'), messages: [message] })
}
await producer.disconnect()
