/** A record that a check sends. */
export interface NewRecord {
  readonly key?: string | null
  readonly value: string | null
  readonly partition?: number
  readonly headers?: Record<string, string>
}

/** Sends records, as a till would; each is stored when this resolves. */
export async function produce(
  brokers: readonly string[],
  topic: string,
  messages: readonly NewRecord[],
): Promise<void> {
  // Few checks need it, and loading it takes a while.
  const { default: kafkajs } = await import('kafkajs')
  const kafka = new kafkajs.Kafka({ brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING })
  const createPartitioner = kafkajs.Partitioners.DefaultPartitioner
  const producer = kafka.producer({ createPartitioner, allowAutoTopicCreation: false })
  await producer.connect()
  try {
    await producer.send({ topic, messages: [...messages] })
  } finally {
    await producer.disconnect()
  }
}
