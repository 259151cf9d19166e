import { type EachMessagePayload, Kafka, logLevel } from 'kafkajs'
import { brokers, group, step, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'lesson-3', brokers, logLevel: logLevel.NOTHING })
const admin = kafka.admin()
const producer = kafka.producer({ metadataMaxAge: 100 }) // learns soon of a new partition
await Promise.all([admin.connect(), producer.connect()])
const time = Date.now().toString(36) // so that each run by hand has new topics
const [oneRail, threeRails] = [topic(`one-rail-${time}`), topic(`three-rails-${time}`)]
// #region create
await admin.createTopics({ topics: [{ topic: oneRail, numPartitions: 1 }] })
await admin.createTopics({ topics: [{ topic: threeRails, numPartitions: 3 }] })
// #endregion
for (const tickets of [oneRail, threeRails]) {
  step(`100 tickets without a key, on ${tickets === oneRail ? 'one partition' : 'three'}`)
  // #region send
  for (let number = 1; number <= 100; number++) {
    await producer.send({ topic: tickets, messages: [{ value: `${number}` }] })
  }
  // #endregion
  const met = await readHundred(tickets)
  for (const first of tickets === oneRail ? [1] : [1, 2, 3]) {
    const rail = met.find(({ number }) => number === first)?.partition
    const numbers = met.filter(({ partition }) => partition === rail).map(({ number }) => number)
    console.log(
      `  where ticket ${first} is: ${numbers.slice(0, 6).join(' ')} ... ${numbers.at(-1)}`,
    )
  }
  const inOrder = met.every(({ number }, index) => number === index + 1)
  console.log(`  as the consumer met them: ${inOrder ? '1 to 100 in order' : 'not in order'}`)
}

step('One key, before and after a fourth partition')
// #region grow
const messages = [{ key: 'order-1', value: 'placed' }]
const [before] = await producer.send({ topic: threeRails, messages })
await admin.createPartitions({ topicPartitions: [{ topic: threeRails, count: 4 }] })
// #endregion
console.log(`  of 3 partitions, order-1 goes to partition ${before?.partition}`)
let after = before
while (after?.partition === before?.partition) {
  ;[after] = await producer.send({ topic: threeRails, messages }) // until it has learnt of it
}
console.log(`  of 4 partitions, order-1 goes to partition ${after?.partition}`)
await Promise.all([admin.disconnect(), producer.disconnect()])

async function readHundred(tickets: string) {
  const met: { partition: number; number: number }[] = []
  const consumer = kafka.consumer({ groupId: group('readers'), maxWaitTimeInMs: 100 })
  await consumer.connect()
  await consumer.subscribe({ topic: tickets, fromBeginning: true })
  const eachMessage = async ({ partition, message }: EachMessagePayload) => {
    met.push({ partition, number: Number(message.value) })
  }
  await consumer.run({ eachMessage })
  while (met.length < 100) await new Promise((resolve) => setTimeout(resolve, 20))
  await consumer.disconnect()
  return met
}
