import { setTimeout as pause } from 'node:timers/promises'
import { Kafka, logLevel } from 'kafkajs'
import { barista, brokers, group, make, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'barista', brokers, logLevel: logLevel.ERROR })
const quick = { sessionTimeout: 6000, heartbeatInterval: 500, maxWaitTimeInMs: 200 }
const producer = kafka.producer()
const consumer = kafka.consumer({ groupId: group('baristas'), ...quick })

process.once('SIGTERM', async () => {
  await consumer.disconnect()
  await producer.disconnect()
})

await Promise.all([producer.connect(), consumer.connect()])
await consumer.subscribe({ topic: topic('tickets'), fromBeginning: true })
await consumer.run({
  eachBatchAutoResolve: false,
  eachBatch: async ({ batch, resolveOffset, commitOffsetsIfNecessary, uncommittedOffsets }) => {
    await Promise.all(
      batch.messages.map(async (message, index) => {
        const ticket = String(message.key)
        await pause(100 * index) // one is begun after the other
        await make(ticket)
        await producer.send({
          topic: topic('served'),
          messages: [{ key: ticket, value: JSON.stringify({ ticket, barista: barista() }) }],
        })
        resolveOffset(message.offset)
        await commitOffsetsIfNecessary(uncommittedOffsets())
      }),
    )
  },
})
