// What a grading makes on the cluster, and how it goes again.
import { waitUntil } from '../cluster/index.ts'
import type { Observer } from '../evidence/index.ts'
import { askAnybody, createTopic, deleteTopics, type NewTopic } from '../wire/index.ts'

const TIMEOUT_MS = 20_000
const PATIENCE_MS = 30_000

/** Makes a topic, and waits until every partition has a leader. */
export async function makeTopic(
  addresses: readonly string[],
  observer: Observer,
  topic: NewTopic,
): Promise<void> {
  await askAnybody(addresses, createTopic(topic), TIMEOUT_MS)
  await waitUntil({
    what: `the topic ${topic.name} to have leaders`,
    look: () => observer.partitions(topic.name),
    done: (seen) => seen.length === topic.partitions && seen.every(({ leader }) => leader >= 0),
    timeoutMs: PATIENCE_MS,
    everyMs: 10,
  })
}

/**
 * Deletes the topics and groups whose names begin with one of these, and the topics that are known to
 * have been made: the broker that is asked may not have heard of them yet.
 */
export async function removeTraces(
  addresses: readonly string[],
  observer: Observer,
  prefixes: readonly string[],
  made: Iterable<string> = [],
): Promise<void> {
  const isOwn = (name: string): boolean => prefixes.some((prefix) => name.startsWith(prefix))
  const [topics, groups] = await Promise.all([observer.topics(), observer.groups()])
  const own = [...new Set([...made, ...topics.filter(isOwn)])]
  if (own.length > 0) await askAnybody(addresses, deleteTopics(own), TIMEOUT_MS)
  for (const group of groups.filter(isOwn)) {
    await observer.deleteGroup(group)
  }
}
