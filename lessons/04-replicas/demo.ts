import { setTimeout as pause } from 'node:timers/promises'
import { Kafka, logLevel } from 'kafkajs'
import { brokers, startBroker, step, stopBroker, topic } from '#workbook'

const retry = { retries: 10, initialRetryTime: 100, maxRetryTime: 1000 }
const kafka = new Kafka({ clientId: 'lesson-4', brokers, logLevel: logLevel.NOTHING, retry })
const payments = topic('payments')
const admin = kafka.admin()
const producer = kafka.producer({ idempotent: true }) // KafkaJS's retries store nothing twice
await Promise.all([admin.connect(), producer.connect()])

// #region create
const configEntries = [{ name: 'min.insync.replicas', value: '2' }]
const replicaAssignment = [{ partition: 0, replicas: [2, 3, 1] }]
await admin.createTopics({ topics: [{ topic: payments, replicaAssignment, configEntries }] })
// #endregion

step('Five payments, with all brokers up')
await sendFive()
await show(3)

step('Five more, while kafka-2 is being stopped')
// #region stop
await Promise.all([stopBroker(2), sendFive()])
await show(2)
// #endregion

step('Five more, with kafka-2 away')
await sendFive()
await show(2)

step('kafka-2 is started again')
// Looked at meanwhile: soon after, the controller lets kafka-2 lead again.
await Promise.all([startBroker(2), show(3)])
await Promise.all([admin.disconnect(), producer.disconnect()])

async function sendFive() {
  for (let sent = 0; sent < 5; sent++) {
    await producer.send({ topic: payments, messages: [{ value: 'paid' }] })
    await pause(150)
  }
}

// Waits until so many copies are in sync. A new leader may have no high watermark to tell yet: it is
// asked for some five seconds.
async function show(copies: number) {
  for (let silences = 0; ; await pause(100)) {
    const { topics } = await admin.fetchTopicMetadata({ topics: [payments] })
    const partition = topics[0]?.partitions[0]
    if (partition?.isr.length !== copies || partition.leader < 1) continue
    const [offsets] = await admin.fetchTopicOffsets(payments).catch(() => [])
    if (!offsets && ++silences < 50) continue
    console.log(`  leader           kafka-${partition.leader}`)
    console.log(`  replicas         ${partition.replicas.join(' ')}`)
    console.log(`  copies in sync   ${partition.isr.sort().join(' ')}`)
    console.log(`  high watermark   ${offsets?.high ?? 'unknown'}`)
    return
  }
}
