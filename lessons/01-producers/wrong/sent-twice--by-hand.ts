import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

// An own retry, for a send that did not fail.
for (const order of orders) {
  const message = { key: order.id, value: JSON.stringify(order), headers: { shop: order.shop } }
  for (let tries = 0; tries < 2; tries++) {
    await producer.send({ topic: topic('orders'), messages: [message] })
  }
}
await producer.disconnect()
