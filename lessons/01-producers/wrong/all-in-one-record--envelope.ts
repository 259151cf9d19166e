import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

const value = JSON.stringify({ count: orders.length, orders })
const message = { key: 'orders', value, headers: { shop: 'all' } }
await producer.send({ topic: topic('orders'), messages: [message] })
await producer.disconnect()
