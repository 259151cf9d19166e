import { ask, metadata } from '../wire/index.ts'

// A broker that is only busy must not pass for one that is gone.
const ANSWER_TIMEOUT_MS = 5000

/**
 * Which brokers answer, and how often the leaders of Kafka's own topics have changed. When it
 * differs, brokers have taken over from one another: on a cluster that is ready each leads a part of
 * these topics. Who may not see them sees only who answers.
 */
export async function readLeadership(addresses: readonly string[]): Promise<string> {
  const seen = await Promise.all(addresses.map(countChanges))
  const answering = addresses.filter((_, index) => seen[index] !== undefined)
  const changes = Math.max(...seen.map((count) => count ?? 0)) // one may not have the news yet
  return `${answering.join()}: ${changes}`
}

async function countChanges(address: string): Promise<number | undefined> {
  const seen = await ask(address, metadata, ANSWER_TIMEOUT_MS).catch(() => undefined)
  return seen?.partitions
    .filter(({ internal }) => internal)
    .reduce((sum, { leaderEpoch }) => sum + leaderEpoch, 0)
}
