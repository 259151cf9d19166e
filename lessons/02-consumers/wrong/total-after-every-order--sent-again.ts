import { setTimeout as sleep } from 'node:timers/promises'
import { Kafka, logLevel, type Message } from 'kafkajs'
import { brokers, group, topic, waiting } from '#workbook'

const kafka = new Kafka({ clientId: 'bookkeeper', brokers, logLevel: logLevel.ERROR })
const producer = kafka.producer()

async function sendSurely(messages: Message[]): Promise<void> {
  for (let patience = 50; ; patience *= 2) {
    const answered = await Promise.race([
      producer.send({ topic: topic('totals'), messages }).then(() => true),
      sleep(patience, false),
    ])
    if (answered) return
    console.log(`no answer for ${patience} ms, sending again`)
  }
}

const groupId = group('bookkeeping')
const unread = await waiting(groupId, topic('orders'))
if (unread > 0) {
  const totals = new Map<string, number>()
  const consumer = kafka.consumer({ groupId, maxWaitTimeInMs: 200 })
  await Promise.all([consumer.connect(), producer.connect()])
  await consumer.subscribe({ topic: topic('orders'), fromBeginning: true })
  let read = 0
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        eachMessage: async ({ message }) => {
          const { shop, cents } = JSON.parse(String(message.value))
          totals.set(shop, (totals.get(shop) ?? 0) + cents)
          if (++read === unread) resolve()
        },
      })
      .catch(reject)
  })
  await consumer.disconnect()
  await sendSurely([...totals].map(([key, cents]) => ({ key, value: JSON.stringify({ cents }) })))
  await producer.disconnect()
}
