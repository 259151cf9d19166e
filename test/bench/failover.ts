import { Kafka, logLevel } from 'kafkajs'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { activeController, ask, metadata, type PartitionState } from '../../scripts/wire/index.ts'
import type { Clone } from '../support/clone.ts'
import { createNativeCluster } from '../support/cluster.ts'
import { type Figure, median, seconds } from './measure.ts'

const RUNS = 3
const TOPIC = 'failover'

/** How long a partition is without its leader, and a returned broker out of sync. */
export async function measureFailover(clone: Clone): Promise<Figure[]> {
  const cluster = createNativeCluster(clone)
  const addressOf = (id: number): string => `127.0.0.1:${clone.ports}${id}`
  await createTopic([1, 2, 3].map(addressOf))

  // Asked of a broker that stays: the others may be away.
  const look = async (witness: number): Promise<PartitionState | undefined> =>
    ask(addressOf(witness), metadata, 1500)
      .then(({ partitions }) => partitions.find(({ topic }) => topic === TOPIC))
      .catch(() => undefined)

  async function away(how: 'stop' | 'kill'): Promise<{ leaderless: number; outOfSync: number }> {
    const leader = (await look(1))?.leader ?? 1
    const controller = await ask(addressOf(1), activeController, 1500)
    const witness = [1, 2, 3].find((id) => id !== leader && id !== controller) ?? 1
    const leaderless = await seconds(async () => {
      await cluster[how](leader)
      await waitUntil({
        what: 'a new leader',
        look: () => look(witness),
        done: (seen) => seen !== undefined && seen.leader !== leader && seen.leader >= 0,
        timeoutMs: 60_000,
        everyMs: 10,
      })
    })
    const outOfSync = await seconds(async () => {
      await cluster.start(leader)
      await waitUntil({
        what: 'all copies to be in sync',
        look: () => look(witness),
        done: (seen) => seen?.inSyncReplicas.length === 3,
        timeoutMs: 60_000,
        everyMs: 10,
      })
    })
    return { leaderless, outOfSync }
  }

  const stops = []
  const kills = []
  for (let run = 0; run < RUNS; run++) {
    stops.push(await away('stop'))
    kills.push(await away('kill'))
  }
  const how = `median of ${RUNS}`
  return [
    {
      what: 'stop the leader: a new one',
      value: median(stops.map(({ leaderless }) => leaderless)),
      unit: 's',
      how: `${how}, includes waiting for its end`,
    },
    {
      what: 'kill the leader: a new one',
      value: median(kills.map(({ leaderless }) => leaderless)),
      unit: 's',
      how: `${how}, broker.session.timeout.ms is 3 s`,
    },
    {
      what: 'start it: back in sync',
      value: median([...stops, ...kills].map(({ outOfSync }) => outOfSync)),
      unit: 's',
      how: `median of ${2 * RUNS}`,
    },
  ]
}

async function createTopic(brokers: string[]): Promise<void> {
  const admin = new Kafka({ brokers, logLevel: logLevel.ERROR }).admin()
  await admin.connect()
  try {
    const topics = [{ topic: TOPIC, numPartitions: 1, replicationFactor: 3 }]
    await admin.createTopics({ topics })
  } finally {
    await admin.disconnect()
  }
}
