import type { Cluster, ClusterStatus } from '../../cluster/index.ts'
import { ask, type Metadata, metadata, type Request, watermarks } from '../../wire/index.ts'
import { type GroupSeen, seeGroups } from './groups.ts'

/** The cluster at one moment, as pages show it. What could not be read just then is null. */
export interface Snapshot {
  /** Why nothing is known of any broker, and what to do about it. */
  readonly problem?: string
  readonly brokers: readonly BrokerSeen[]
  /** Without Kafka's internal topics. */
  readonly topics: readonly TopicSeen[]
  readonly groups: readonly GroupSeen[]
  /** How many there are beyond those that are shown. */
  readonly leftOut: { readonly partitions: number; readonly groups: number }
}

export interface BrokerSeen {
  readonly id: number
  readonly state: ClusterStatus['brokers'][number]['state']
  /** Whether it is the active controller. */
  readonly controller: boolean
}

export interface TopicSeen {
  readonly name: string
  readonly partitions: readonly PartitionSeen[]
}

export interface PartitionSeen {
  readonly partition: number
  /** The leading broker; null while nobody leads. */
  readonly leader: number | null
  readonly replicas: readonly number[]
  readonly inSync: readonly number[]
  /** The offset of the oldest record still there. */
  readonly low: number | null
  /** The high watermark: the next offset that is not yet on every copy in sync. */
  readonly high: number | null
}

export const MOST_PARTITIONS = 200
const ANSWER_TIMEOUT_MS = 1000
// Whoever is up and says nothing is only busy; without this answer no topic could be shown.
const BUSY_TIMEOUT_MS = 5000

/**
 * Looks at a cluster once. The number of questions depends on brokers and groups, not on topics,
 * and only brokers that are up are asked: a paused one is not waited for.
 */
export async function takeSnapshot(cluster: Pick<Cluster, 'status' | 'reach'>): Promise<Snapshot> {
  const { brokers, controller } = await cluster.status()
  const up = brokers.filter(({ state }) => state === 'up').map(({ id }) => cluster.reach(id))
  const known = await firstAnswer(up, metadata)
  const [topics, groups] = await Promise.all([seeTopics(known), seeGroups(up, ANSWER_TIMEOUT_MS)])
  return {
    brokers: brokers.map(({ id, state }) => ({ id, state, controller: id === controller })),
    topics: topics.seen,
    groups: groups.seen,
    leftOut: { partitions: topics.leftOut, groups: groups.leftOut },
  }
}

const nothing: Metadata = { clusterId: '', brokers: [], partitions: [] }

// Promise.any: whoever is about to die does not hold up the others.
function firstAnswer(up: readonly string[], request: Request<Metadata>): Promise<Metadata> {
  return Promise.any(up.map((address) => ask(address, request, BUSY_TIMEOUT_MS))).catch(
    () => nothing,
  )
}

async function seeTopics({
  brokers,
  partitions,
}: Metadata): Promise<{ seen: TopicSeen[]; leftOut: number }> {
  const own = partitions.filter(({ internal }) => !internal)
  const shown = own.slice(0, MOST_PARTITIONS)
  const offsets = new Map<string, { low: number | null; high: number | null }>()
  await Promise.all(
    brokers.map(async ({ id, address }) => {
      const led = shown.filter(({ leader }) => leader === id)
      if (led.length === 0) return
      const [lows, highs] = await Promise.all(
        (['low', 'high'] as const).map((which) =>
          ask(address, watermarks(led, which), ANSWER_TIMEOUT_MS).catch(() => []),
        ),
      )
      for (const [index, { topic, partition }] of led.entries()) {
        const [low, high] = [lows?.[index] ?? null, highs?.[index] ?? null]
        offsets.set(`${topic} ${partition}`, { low, high })
      }
    }),
  )
  const names = [...new Set(shown.map(({ topic }) => topic))].sort()
  const seen = names.map((name) => ({
    name,
    partitions: shown
      .filter(({ topic }) => topic === name)
      .sort((one, other) => one.partition - other.partition)
      .map(({ partition, leader, replicas, inSyncReplicas: inSync }) => ({
        partition,
        leader: leader < 0 ? null : leader,
        replicas,
        inSync: [...inSync].sort(),
        ...(offsets.get(`${name} ${partition}`) ?? { low: null, high: null }),
      })),
  }))
  return { seen, leftOut: own.length - shown.length }
}
