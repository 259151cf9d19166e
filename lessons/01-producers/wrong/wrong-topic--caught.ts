import { Kafka, logLevel } from 'kafkajs'
import { brokers } from '#workbook'
import { orders } from '../orders.ts'

async function main(): Promise<void> {
  const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
  const producer = kafka.producer()
  await producer.connect()
  for (const order of orders) {
    const message = { key: order.id, value: JSON.stringify(order), headers: { shop: order.shop } }
    await producer.send({ topic: 'orders', messages: [message] })
  }
  await producer.disconnect()
}

main().catch((error) => {
  console.error(error)
  process.exit(1)
})
