import { decodeBatches, type FetchedLog, fetchLog, type Request } from '../wire/index.ts'

/** A record as a broker holds it. */
export interface StoredRecord {
  readonly partition: number
  readonly offset: number
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[]
}

/** What a partition's log holds, read as one who reads committed records only. */
export interface StoredPartition {
  readonly partition: number
  /** The offset of the oldest record still there. */
  readonly low: number
  /** The high watermark. Counts offsets, also those of aborted records and of transaction marks. */
  readonly high: number
  readonly records: readonly StoredRecord[]
  /** Records of transactions that were given up; no reader of committed records sees them. */
  readonly abortedRecords: number
  /** Whether a transaction is still open, which hides all that comes after its beginning. */
  readonly openTransaction: boolean
  /** Whether there was more than anybody would look at. */
  readonly truncated: boolean
}

type Ask = <Answer>(request: Request<Answer>) => Promise<Answer>

const MOST_RECORDS = 20_000

/** Reads a partition from `low` to its last stable offset. */
export async function readLog(
  ask: Ask,
  topic: string,
  partition: number,
  low: number,
): Promise<StoredPartition> {
  const records: StoredRecord[] = []
  let abortedRecords = 0
  let next = low
  let fetched: FetchedLog
  do {
    fetched = await ask(fetchLog(topic, partition, next))
    const from = next
    for (const batch of withoutAborted(fetched)) {
      next = batch.lastOffset + 1
      // A fetch gives whole batches, and so perhaps records before the offset asked for.
      const fresh = batch.records.filter(({ offset }) => offset >= from)
      if (batch.aborted) abortedRecords += fresh.length
      else for (const record of fresh) records.push({ partition, ...record })
    }
    if (next === from) break
  } while (next < fetched.lastStableOffset && records.length < MOST_RECORDS)
  return {
    partition,
    low,
    high: fetched.highWatermark,
    records,
    abortedRecords,
    openTransaction: fetched.lastStableOffset < fetched.highWatermark,
    truncated: next < fetched.lastStableOffset,
  }
}

// An aborted transaction reaches from its first offset to the producer's next transaction mark.
// Source: Kafka's clients, CompletedFetch.java.
function withoutAborted(
  fetched: FetchedLog,
): (ReturnType<typeof decodeBatches>[number] & { aborted: boolean })[] {
  const toCome = [...fetched.aborted].sort((one, other) => one.firstOffset - other.firstOffset)
  const aborting = new Set<number>()
  return decodeBatches(fetched.batches).map((batch) => {
    while (toCome[0] && toCome[0].firstOffset <= batch.lastOffset) {
      aborting.add(toCome[0].producerId)
      toCome.shift()
    }
    if (batch.control) aborting.delete(batch.producerId)
    return { ...batch, aborted: batch.transactional && aborting.has(batch.producerId) }
  })
}
