import { Kafka, logLevel } from 'kafkajs'
import { barista, brokers, group, make, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'barista', brokers, logLevel: logLevel.ERROR })
const quick = { sessionTimeout: 6000, heartbeatInterval: 500, maxWaitTimeInMs: 200 }
const producer = kafka.producer()
const consumers = ['ada', 'ben', 'cleo', 'dev'].map(() =>
  kafka.consumer({ groupId: group('baristas'), ...quick }),
)
await producer.connect()

process.once('SIGTERM', async () => {
  for (const consumer of consumers) await consumer.disconnect()
  await producer.disconnect()
})

for (const consumer of consumers) {
  await consumer.connect()
  await consumer.subscribe({ topic: topic('tickets'), fromBeginning: true })
  await consumer.run({
    eachMessage: async ({ message }) => {
      const ticket = String(message.key)
      await make(ticket)
      const value = JSON.stringify({ ticket, barista: barista() })
      await producer.send({ topic: topic('served'), messages: [{ key: ticket, value }] })
    },
  })
}
