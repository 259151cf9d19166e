import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

const admin = kafka.admin()
await admin.connect()
await admin.createTopics({ topics: [{ topic: topic('order'), numPartitions: 1 }] })
await admin.disconnect()
for (const order of orders) {
  const message = { key: order.id, value: JSON.stringify(order), headers: { shop: order.shop } }
  await producer.send({ topic: topic('order'), messages: [message] })
}
await producer.disconnect()
