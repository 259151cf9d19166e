import { type EachMessagePayload, Kafka, logLevel } from 'kafkajs'
import { brokers, group, step, topic, waiting } from '#workbook'

const kafka = new Kafka({ clientId: 'lesson-2', brokers, logLevel: logLevel.ERROR })
const orders = topic('orders')
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])
const topics = [{ topic: orders, numPartitions: 1 }]
if (!(await admin.listTopics()).includes(orders)) await admin.createTopics({ topics })
console.log(`Topic ${orders}, one partition`)
await hangUp(10)

for (const team of ['bookkeeping', 'loyalty', 'bookkeeping']) await readAs(team)

step('Three more orders')
await hangUp(3)
await readAs('bookkeeping')
step('loyalty, which has not read since')
await showPlace('loyalty')
await Promise.all([admin.disconnect(), producer.disconnect()])

async function readAs(team: string): Promise<void> {
  step(`A consumer of ${team}`)
  const unread = await waiting(group(team), orders)
  console.log(`  ${unread} waiting`)
  if (unread > 0) console.log(`  read offsets ${(await read(group(team), unread)).join(' ')}`)
  await showPlace(team)
}

// #region read
async function read(groupId: string, unread: number): Promise<string[]> {
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 100 })
  await consumer.connect()
  await consumer.subscribe({ topic: orders, fromBeginning: true })
  const offsets: string[] = []
  await new Promise<void>((allRead, failed) => {
    const eachMessage = async ({ message }: EachMessagePayload) => {
      offsets.push(message.offset)
      if (offsets.length === unread) allRead()
    }
    consumer.run({ eachMessage }).catch(failed)
  })
  await consumer.disconnect()
  return offsets
}
// #endregion

async function showPlace(team: string): Promise<void> {
  const [place] = await admin.fetchOffsets({ groupId: group(team), topics: [orders] })
  console.log(`  committed offset ${place?.partitions[0]?.offset}`)
}

async function hangUp(count: number): Promise<void> {
  const value = JSON.stringify({ shop: 'park', cents: 290 })
  await producer.send({ topic: orders, messages: Array.from({ length: count }, () => ({ value })) })
  const [partition] = await admin.fetchTopicOffsets(orders)
  console.log(`  low watermark ${partition?.low}, high watermark ${partition?.high}`)
}
