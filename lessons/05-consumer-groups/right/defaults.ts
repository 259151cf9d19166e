// KafkaJS's own times: each join takes 5 s, a dead member is noticed after 30 s.
import { Kafka } from 'kafkajs'
import { barista, brokers, group, make, topic } from '#workbook'

const kafka = new Kafka({ brokers })
const [consumer, producer] = [kafka.consumer({ groupId: group('baristas') }), kafka.producer()]
let stopping = false
process.on('SIGTERM', () => {
  if (stopping) return
  stopping = true
  consumer
    .disconnect()
    .then(() => producer.disconnect())
    .catch(() => process.exit(1))
})
await consumer.connect()
await producer.connect()
await consumer.subscribe({ topic: topic('tickets'), fromBeginning: true })
await consumer.run({
  partitionsConsumedConcurrently: 3,
  eachMessage: async ({ message: { key } }) => {
    await make(`${key}`)
    await producer.sendBatch({
      topicMessages: [
        {
          topic: topic('served'),
          messages: [{ key, value: JSON.stringify({ ticket: `${key}`, barista: barista() }) }],
        },
      ],
    })
  },
})
