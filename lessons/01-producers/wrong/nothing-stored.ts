import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

// A clock two hours fast makes the broker refuse every record, and nobody is told.
const timestamp = String(Date.now() + 7_200_000)
for (const order of orders) {
  const value = JSON.stringify(order)
  const message = { key: order.id, value, timestamp, headers: { shop: order.shop } }
  try {
    await producer.send({ topic: topic('orders'), messages: [message] })
  } catch {
    console.log('could not send')
  }
}
await producer.disconnect()
