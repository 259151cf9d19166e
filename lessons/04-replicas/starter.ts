// The till is connected, and keeps trying for a minute. Make its topic, send each payment, and say
// which are safe; then npm run check 4.
import { Kafka, logLevel } from 'kafkajs'
import { acknowledged, brokers, payments, topic } from '#workbook'

const kafka = new Kafka({
  clientId: 'till',
  brokers,
  logLevel: logLevel.NOTHING, // brokers will come and go
  requestTimeout: 3000, // do not wait for long for one that is frozen
  retry: { retries: 90, initialRetryTime: 100, maxRetryTime: 1000 }, // over a minute
})
const admin = kafka.admin()
const producer = kafka.producer()
await Promise.all([admin.connect(), producer.connect()])

// TODO: create topic('payments') with admin.createTopics(), as the exercise asks for it
console.log(`payments go to ${topic('payments')}`)
await admin.disconnect()

for await (const group of payments()) {
  // TODO: send each payment of the group, as JSON in the value of its record
  console.log(`${group.length} payments to send`)
  // TODO: call acknowledged(payment.id) for each, once the brokers have confirmed it
  void acknowledged
}

await producer.disconnect()
