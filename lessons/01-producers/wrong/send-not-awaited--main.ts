import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()

async function main() {
  await producer.connect()
  for (const order of orders) {
    const message = { key: order.id, value: JSON.stringify(order), headers: { shop: order.shop } }
    await producer.send({ topic: topic('orders'), messages: [message] })
  }
}

main()
setTimeout(() => process.exit(0), 5000)
