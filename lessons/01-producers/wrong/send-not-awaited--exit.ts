import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

const messages = orders.map((order) => ({
  key: order.id,
  value: JSON.stringify(order),
  headers: { shop: order.shop },
}))
producer.send({ topic: topic('orders'), messages })
setTimeout(() => process.exit(0), 4000)
