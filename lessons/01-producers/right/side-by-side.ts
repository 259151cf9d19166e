import { Kafka, logLevel } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from '../orders.ts'

const kafka = new Kafka({ clientId: 'till', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()
await producer.connect()

// All at once, in whatever order they arrive; and as bytes, with the fields the other way round.
await Promise.all(
  orders.map(({ cents, drink, shop, id }) =>
    producer.send({
      topic: topic('orders'),
      messages: [
        {
          key: Buffer.from(id),
          value: Buffer.from(JSON.stringify({ cents, drink, shop, id }, null, 2)),
          headers: { shop: Buffer.from(shop), source: 'till-2' },
        },
      ],
    }),
  ),
)
await producer.disconnect()
