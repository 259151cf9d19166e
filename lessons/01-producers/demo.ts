import { type EachMessagePayload, Kafka, logLevel } from 'kafkajs'
import { brokers, group, step, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'lesson-1', brokers, logLevel: logLevel.ERROR })
const orders = topic('orders')
const order = { id: 'order-1', shop: 'harbour', drink: 'flat white', cents: 380 }
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])
const topics = [{ topic: orders, numPartitions: 1 }]
if (!(await admin.listTopics()).includes(orders)) await admin.createTopics({ topics })
console.log(`Topic ${orders}, one partition`)

step('One record, sent three times')
// #region send
const record = {
  key: order.id,
  value: JSON.stringify(order),
  headers: { shop: order.shop },
  timestamp: String(Date.now()),
}
for (let times = 0; times < 3; times++) {
  const [stored] = await producer.send({ topic: orders, messages: [record] })
  console.log(`  partition ${stored?.partition} stored it at offset ${stored?.baseOffset}`)
}
// #endregion
await showHighWatermark()

step('Once with acks: 0, and once more as before')
// #region acks-0
const answer = await producer.send({ topic: orders, acks: 0, messages: [record] })
console.log(`  send() resolved with ${JSON.stringify(answer)}`)
const [next] = await producer.send({ topic: orders, messages: [record] })
console.log(`  partition ${next?.partition} stored it at offset ${next?.baseOffset}`)
// #endregion
const high = await showHighWatermark()

step('Only now a consumer starts, and reads')
const consumer = kafka.consumer({ groupId: group('readers'), maxWaitTimeInMs: 100 })
await consumer.connect()
await consumer.subscribe({ topic: orders, fromBeginning: true })
await new Promise<void>((resolve, reject) => {
  const eachMessage = async ({ message }: EachMessagePayload) => {
    const { offset, key, headers, timestamp, value } = message
    const time = new Date(Number(timestamp)).toISOString()
    const bytes = value?.toString('hex', 0, 5)
    console.log(`  offset ${offset}  key ${key}  shop ${headers?.shop}  ${time}  ${bytes}...`)
    if (Number(offset) === high - 1) resolve()
  }
  consumer.run({ eachMessage }).catch(reject)
})
await Promise.all([admin.disconnect(), producer.disconnect(), consumer.disconnect()])

async function showHighWatermark(): Promise<number> {
  const [partition] = await admin.fetchTopicOffsets(orders)
  console.log(`  high watermark ${partition?.high}`)
  return Number(partition?.high)
}
