import { Kafka, logLevel } from 'kafkajs'
import { barista, brokers, group, make, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'barista', brokers, logLevel: logLevel.ERROR })
const quick = { sessionTimeout: 6000, heartbeatInterval: 500, maxWaitTimeInMs: 200 }
const producer = kafka.producer()
const consumer = kafka.consumer({ groupId: group('baristas'), ...quick })
await producer.connect()
await consumer.connect()
await consumer.subscribe({ topic: topic('tickets'), fromBeginning: true })

let closing = false
let hand: Promise<unknown> | undefined
process.once('SIGTERM', async () => {
  closing = true
  await hand
  await new Promise((resolve) => setTimeout(resolve, 300))
  await consumer.disconnect()
  await producer.disconnect()
})

await consumer.run({
  eachMessage: async ({ message }) => {
    if (closing) return // no new drinks
    hand = serve(String(message.key))
    await hand
  },
})

async function serve(ticket: string) {
  await make(ticket)
  const value = JSON.stringify({ ticket, barista: barista() })
  await producer.send({ topic: topic('served'), messages: [{ key: ticket, value }] })
}
