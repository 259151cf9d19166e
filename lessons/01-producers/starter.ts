// The till is connected. Publish the orders of the morning, then npm run check 1.
import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from './orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

// TODO: one record on topic('orders') for each order:
//   key      the order's id
//   value    the order as JSON
//   headers  shop, equal to order.shop
console.log(`${orders.length} orders wait for ${topic('orders')}`)

await producer.disconnect()
