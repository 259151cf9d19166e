import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer({
  transactionalId: topic('till'),
  idempotent: true,
  maxInFlightRequests: 1,
})
await producer.connect()

const transaction = await producer.transaction()
const messages = orders.map((order) => ({
  key: order.id,
  value: JSON.stringify(order),
  headers: { shop: order.shop },
}))
await transaction.send({ topic: topic('orders'), messages })
await transaction.abort()
await producer.disconnect()
