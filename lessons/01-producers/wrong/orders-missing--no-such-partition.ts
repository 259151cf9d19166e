import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

const shops = [...new Set(orders.map(({ shop }) => shop))]
for (const order of orders) {
  const record = {
    partition: shops.indexOf(order.shop), // a partition for each shop
    key: order.id,
    value: JSON.stringify(order),
    headers: { shop: order.shop },
  }
  await producer.send({ topic: topic('orders'), messages: [record] })
}

await producer.disconnect()
