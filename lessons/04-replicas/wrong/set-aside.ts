import { Kafka, logLevel } from 'kafkajs'
import { acknowledged, brokers, type Payment, payments, topic } from '#workbook'

const kafka = new Kafka({
  clientId: 'till',
  brokers,
  logLevel: logLevel.NOTHING,
  requestTimeout: 3000,
})
const admin = kafka.admin()
const producer = kafka.producer({ retry: { retries: 1 } }) // who fails twice has to wait
await Promise.all([admin.connect(), producer.connect()])

const configEntries = [{ name: 'min.insync.replicas', value: '2' }]
await admin.createTopics({
  topics: [{ topic: topic('payments'), numPartitions: 1, replicationFactor: 3, configEntries }],
})
await admin.disconnect()

async function store(group: Payment[]): Promise<boolean> {
  const messages = group.map((payment) => ({ value: JSON.stringify(payment) }))
  try {
    await producer.send({ topic: topic('payments'), messages })
  } catch {
    return false
  }
  for (const { id } of group) acknowledged(id)
  return true
}

// The next customer waits: what cannot be stored now is tried again at the end.
const later: Payment[][] = []
for await (const group of payments()) {
  if (!(await store(group))) later.push(group)
}
for (const group of later) while (!(await store(group)));
await producer.disconnect()
