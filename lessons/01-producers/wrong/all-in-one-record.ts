import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

const headers = { shop: 'all' }
const message = { key: 'orders', value: JSON.stringify(orders), headers }
await producer.send({ topic: topic('orders'), messages: [message] })
await producer.disconnect()
