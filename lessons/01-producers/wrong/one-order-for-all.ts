import { Kafka, logLevel, type Message } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

const message: Message = { value: null }
const sends = orders.map((order) => {
  message.key = order.id
  message.value = JSON.stringify(order)
  message.headers = { shop: order.shop }
  return producer.send({ topic: topic('orders'), messages: [message] })
})
await Promise.all(sends)
await producer.disconnect()
