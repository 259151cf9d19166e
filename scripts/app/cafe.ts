// What the till (producer.ts) and the baristas (consumer.ts) agree on.
import { Kafka, logLevel } from 'kafkajs'

export const orders = 'cafe-orders'

// In a container the compose file says where the brokers are. On your own machine they are at the
// workbook's ports.
const ports = process.env.WORKBOOK_PORTS ?? '1909'
const onThisMachine = [1, 2, 3].map((broker) => `127.0.0.1:${ports}${broker}`).join()

export const kafka = new Kafka({
  clientId: 'cafe',
  brokers: (process.env.KAFKA_BROKERS ?? onThisMachine).split(','),
  // KafkaJS calls an error what it mends itself: a rebalance, a leader that moved. What it cannot
  // mend reaches us as an exception.
  logLevel: logLevel.NOTHING,
  connectionTimeout: 10_000, // a machine at its limits takes more than the default second
  // Some ten seconds in all. That is longer than it takes to elect a new leader; whoever gives up
  // after it ends with an error, and is started again.
  retry: { initialRetryTime: 100, multiplier: 1.5, maxRetryTime: 1000, retries: 15 },
})

const stop = new AbortController()
for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => stop.abort())

/** Aborted once this program is asked to end: by `docker stop` (SIGTERM) or by Ctrl-C (SIGINT). */
export const stopping = stop.signal

/** Makes the topic, unless somebody was faster. */
export async function provideOrders(): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  const configEntries = [{ name: 'min.insync.replicas', value: '2' }]
  const topics = [{ topic: orders, numPartitions: 3, replicationFactor: 3, configEntries }]
  await admin.createTopics({ topics, waitForLeaders: false, timeout: 30_000 })
  await admin.disconnect()
}
