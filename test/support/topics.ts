import { type ITopicConfig, Kafka, logLevel } from 'kafkajs'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { ask, topicMetadata } from '../../scripts/wire/index.ts'

// Long, so that KafkaJS does not ask twice: what timed out may have been done, and then it exists.
const timeouts = { connectionTimeout: 10_000, requestTimeout: 60_000 }

/** Makes topics on brokers that are all up, and waits until each of these knows who leads them. */
export async function makeTopics(
  brokers: readonly string[],
  topics: readonly ITopicConfig[],
): Promise<void> {
  const kafka = new Kafka({ brokers: [...brokers], logLevel: logLevel.NOTHING, ...timeouts })
  const admin = kafka.admin()
  await admin.connect()
  try {
    // KafkaJS's own waiting fails when the broker it asks does not know a topic yet.
    await admin.createTopics({ topics: [...topics], waitForLeaders: false, timeout: 50_000 })
  } finally {
    await admin.disconnect()
  }
  await Promise.all(
    brokers.flatMap((broker) => topics.map(({ topic }) => waitUntilKnown(broker, topic))),
  )
}

async function waitUntilKnown(broker: string, topic: string): Promise<void> {
  await waitUntil({
    what: `${broker} to know ${topic}`,
    look: () =>
      ask(broker, topicMetadata(topic), 5000).then(
        ({ partitions }) => partitions,
        () => [],
      ),
    done: (known) => known.length > 0 && known.every(({ leader }) => leader >= 0),
    timeoutMs: 120_000,
  })
}
