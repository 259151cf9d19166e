// One barista of several. Take tickets and serve drinks until somebody says stop; then npm run check 5.
import { Kafka, logLevel } from 'kafkajs'
import { barista, brokers, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'barista', brokers, logLevel: logLevel.ERROR })
// Times for a consumer: the group notices within six seconds when a barista is gone.
const quick = { sessionTimeout: 6000, heartbeatInterval: 500, maxWaitTimeInMs: 200 }
const producer = kafka.producer()
await producer.connect()

// TODO: a consumer of the group 'baristas' that reads topic('tickets'), those already hanging too.
// A record's key is the ticket's id. For each ticket:
//   await make(id)
//   one record on topic('served'): key id, value {"ticket": id, "barista": name} as JSON
console.log(`${barista()} at ${topic('tickets')}, session ${quick.sessionTimeout} ms`)

process.once('SIGTERM', async () => {
  // TODO: finish the drink in hand, and say goodbye to the group.
  await producer.disconnect()
})
