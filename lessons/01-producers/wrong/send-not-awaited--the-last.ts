import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

let before: Promise<unknown> = Promise.resolve()
for (const order of orders) {
  await before
  const message = { key: order.id, value: JSON.stringify(order), headers: { shop: order.shop } }
  before = producer.send({ topic: topic('orders'), messages: [message] })
}
await producer.disconnect()
