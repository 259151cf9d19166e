// What the copies of payments are like, and what they hold.
import type { Stage, StoredRecord } from '#check'

const SETTLING_MS = 15_000

/** Waits until so many copies are in sync; gives the leader, or 0 if the topic is gone. */
export async function inSync(stage: Stage, copies: number): Promise<{ leader: number }> {
  const [partition] = await stage.until({
    what: `${copies} copies of payments to be in sync`,
    look: () => stage.observer.partitions(stage.name('payments')),
    done: ([seen]) => !seen || (seen.inSyncReplicas.length === copies && seen.leader > 0),
    timeoutMs: 30_000,
  })
  return { leader: partition?.leader ?? 0 }
}

/** Waits until one of these brokers leads. */
export async function leads(stage: Stage, ids: readonly number[]): Promise<number> {
  const [partition] = await stage.until({
    what: `one of kafka-${ids.join(' and kafka-')} to lead payments`,
    look: () => stage.observer.partitions(stage.name('payments')),
    done: ([seen]) => seen !== undefined && ids.includes(seen.leader),
    timeoutMs: 40_000,
  })
  return partition?.leader ?? 0
}

export async function recordsOf(stage: Stage): Promise<StoredRecord[]> {
  return (await stage.stored('payments')).flatMap(({ records }) => records)
}

/** The same when no transaction is open: a commit is confirmed before its records can be read. */
export async function settledRecordsOf(stage: Stage): Promise<StoredRecord[]> {
  const until = performance.now() + SETTLING_MS
  const partitions = await stage.until({
    what: 'payments to be readable',
    look: () => stage.stored('payments'),
    done: (seen) =>
      performance.now() > until || seen.every(({ openTransaction }) => !openTransaction),
    timeoutMs: 2 * SETTLING_MS,
  })
  return partitions.flatMap(({ records }) => records)
}
