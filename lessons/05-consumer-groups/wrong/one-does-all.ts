import { AssignerProtocol, Kafka, logLevel, type PartitionAssigner } from 'kafkajs'
import { barista, brokers, group, make, topic } from '#workbook'

const kafka = new Kafka({ clientId: 'barista', brokers, logLevel: logLevel.ERROR })
const quick = { sessionTimeout: 6000, heartbeatInterval: 500, maxWaitTimeInMs: 200 }
const producer = kafka.producer()
const everythingToTheFirst: PartitionAssigner = ({ cluster }) => ({
  name: 'first',
  version: 1,
  async assign({ members, topics }) {
    const all = topics.map((name) => [
      name,
      cluster.findTopicPartitionMetadata(name).map(({ partitionId }) => partitionId),
    ])
    const sorted = members.map(({ memberId }) => memberId).sort()
    return sorted.map((memberId, index) => ({
      memberId,
      memberAssignment: AssignerProtocol.MemberAssignment.encode({
        version: 1,
        assignment: index === 0 ? Object.fromEntries(all) : {},
        userData: Buffer.alloc(0),
      }),
    }))
  },
  protocol: ({ topics }) => ({
    name: 'first',
    metadata: AssignerProtocol.MemberMetadata.encode({
      version: 1,
      topics,
      userData: Buffer.alloc(0),
    }),
  }),
})
const consumer = kafka.consumer({
  groupId: group('baristas'),
  partitionAssigners: [everythingToTheFirst],
  ...quick,
})
await producer.connect()
await consumer.connect()
await consumer.subscribe({ topic: topic('tickets'), fromBeginning: true })

process.once('SIGTERM', async () => {
  await consumer.disconnect() // waits for the drink in hand, commits, and leaves the group
  await producer.disconnect()
})

// KafkaJS commits a ticket only after the handler's promise has resolved.
await consumer.run({
  eachMessage: async ({ message }) => {
    const ticket = String(message.key)
    await make(ticket)
    const value = JSON.stringify({ ticket, barista: barista() })
    await producer.send({ topic: topic('served'), messages: [{ key: ticket, value }] })
  },
})
