// All or nothing: a first try is given up, and the second is committed. Compressed as well.
import { CompressionTypes, Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer({
  transactionalId: topic('till'),
  idempotent: true,
  maxInFlightRequests: 1,
})
await producer.connect()

const messages = orders.map((order) => ({
  key: order.id,
  value: JSON.stringify(order),
  headers: { shop: order.shop },
}))
const compression = CompressionTypes.GZIP

const givenUp = await producer.transaction()
await givenUp.send({ topic: topic('orders'), compression, messages: messages.slice(0, 5) })
await givenUp.abort()

const transaction = await producer.transaction()
await transaction.sendBatch({ compression, topicMessages: [{ topic: topic('orders'), messages }] })
await transaction.commit()
await producer.disconnect()
