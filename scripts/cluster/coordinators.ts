import { askAnybody, electPreferredLeaders, metadata, type PartitionState } from '../wire/index.ts'
import { longerIfBusy } from './load.ts'
import { waitUntil } from './wait.ts'

const ANSWER_TIMEOUT_MS = 1500
const ELECTION_TIMEOUT_MS = 6000
const IN_SYNC_TIMEOUT_MS = 15_000

/**
 * Whether groups and transactions have the coordinators they will keep: the preferred leaders of
 * the internal topics. A broker that comes back leads nothing at first. When the controller lets it
 * lead again, within a minute, coordinators change in the middle of whatever runs then.
 */
export async function coordinatorsStay(addresses: readonly string[]): Promise<boolean> {
  const away = await notLedByPreferred(addresses).catch(() => [])
  return away.length === 0 // brokers that do not say in time are found by others
}

/** Gives groups and transactions those coordinators, as soon as their brokers are in sync. */
export async function settleCoordinators(addresses: readonly string[]): Promise<void> {
  await waitUntil({
    what: 'the preferred leaders of the internal topics',
    look: () => moveOnce(addresses).catch(() => undefined),
    done: (left) => left?.length === 0,
    timeoutMs: longerIfBusy(IN_SYNC_TIMEOUT_MS),
  }).catch(() => {}) // a copy that does not get in sync keeps nobody from working
}

async function moveOnce(addresses: readonly string[]): Promise<PartitionState[]> {
  const away = await notLedByPreferred(addresses)
  if (away.some(mayMove)) {
    await askAnybody(addresses, electPreferredLeaders(byTopic(away)), ELECTION_TIMEOUT_MS)
  }
  return away
}

async function notLedByPreferred(addresses: readonly string[]): Promise<PartitionState[]> {
  const { partitions } = await askAnybody(addresses, metadata, ANSWER_TIMEOUT_MS)
  return partitions.filter(({ internal, leader, replicas }) => internal && leader !== replicas[0])
}

function mayMove({ replicas, inSyncReplicas }: PartitionState): boolean {
  return replicas[0] !== undefined && inSyncReplicas.includes(replicas[0])
}

function byTopic(found: readonly PartitionState[]): { topic: string; partitions: number[] }[] {
  const topics = [...new Set(found.map(({ topic }) => topic))]
  return topics.map((topic) => ({
    topic,
    partitions: found.filter((one) => one.topic === topic).map(({ partition }) => partition),
  }))
}
