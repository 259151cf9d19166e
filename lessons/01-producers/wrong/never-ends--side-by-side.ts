import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

const sends = orders.map((order) =>
  producer.send({
    topic: topic('orders'),
    messages: [{ key: order.id, value: JSON.stringify(order), headers: { shop: order.shop } }],
  }),
)
await Promise.all(sends)
console.log('All orders are confirmed')
