import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
const admin = kafka.admin()
await admin.connect()
await admin.createPartitions({ topicPartitions: [{ topic: topic('orders'), count: 3 }] })
await admin.disconnect()

await producer.connect()
const messages = orders.map((order) => ({
  key: order.id,
  value: JSON.stringify(order),
  headers: { shop: order.shop },
}))
await producer.send({ topic: topic('orders'), messages })
await producer.disconnect()
