// Goes through its whole batch, whoever asks it to stop.
import { Kafka, logLevel } from 'kafkajs'
import { barista, brokers, group, make, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'barista', brokers, logLevel: logLevel.ERROR })
const quick = { sessionTimeout: 6000, heartbeatInterval: 500, maxWaitTimeInMs: 200 }
const producer = kafka.producer()
const consumer = kafka.consumer({ groupId: group('baristas'), ...quick })
await producer.connect()
await consumer.connect()
await consumer.subscribe({ topic: topic('tickets'), fromBeginning: true })

process.once('SIGTERM', async () => {
  await consumer.disconnect()
  await producer.disconnect()
})

await consumer.run({
  eachBatchAutoResolve: false,
  eachBatch: async ({ batch, heartbeat, resolveOffset }) => {
    for (const { key, offset } of batch.messages) {
      const ticket = String(key)
      await make(ticket)
      const value = JSON.stringify({ ticket, barista: barista() })
      await producer.send({ topic: topic('served'), messages: [{ key: ticket, value }] })
      resolveOffset(offset)
      await heartbeat()
    }
  },
})
