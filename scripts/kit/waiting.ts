/**
 * How many records a group has still to read of a topic: from its committed offset to the end, or
 * from the oldest record on where it has none. It subtracts offsets, so the marks of transactions
 * are counted as well.
 */
export async function countWaiting(
  brokers: readonly string[],
  groupId: string,
  topic: string,
): Promise<number> {
  const { Kafka, logLevel } = await import('kafkajs') // few scripts ask, and loading it takes a while
  const kafka = new Kafka({
    clientId: 'waiting',
    brokers: [...brokers],
    connectionTimeout: 10_000, // a machine at its limits takes more than the default second
    logLevel: logLevel.ERROR,
  })
  const admin = kafka.admin()
  await admin.connect()
  try {
    const [ends, [own]] = await Promise.all([
      admin.fetchTopicOffsets(topic),
      admin.fetchOffsets({ groupId, topics: [topic] }),
    ])
    return ends.reduce((sum, { partition, low, high }) => {
      const committed = own?.partitions.find((one) => one.partition === partition)?.offset ?? '-1'
      // Records may have been deleted since the group was last here.
      return sum + Number(high) - Math.max(Number(low), Number(committed))
    }, 0)
  } finally {
    await admin.disconnect()
  }
}
