// One barista of the demo, a program of its own: node barista.ts ada
import { Kafka, logLevel } from 'kafkajs'
import { brokers, group, topic } from '#workbook'

const name = process.argv[2] ?? 'somebody'
const kafka = new Kafka({ clientId: name, brokers, logLevel: logLevel.NOTHING })
process.once('disconnect', () => process.exit()) // the demo is over

// #region member
const quick = { sessionTimeout: 6000, heartbeatInterval: 500, maxWaitTimeInMs: 200 }
const consumer = kafka.consumer({ groupId: group('baristas'), ...quick })
await consumer.connect()
await consumer.subscribe({ topic: topic('tickets'), fromBeginning: true })
await consumer.run({
  eachMessage: async ({ partition, message: { offset } }) => {
    process.send?.({ name, partition, offset }) // tells the demo: a ticket in hand
    await new Promise((done) => process.once('message', done)) // making the drink
  },
})
// #endregion
