import { ask, askAnybody, decodeBatches, fetchLog, metadata, watermarks } from '../../wire/index.ts'
import { type BytesShown, showBytes } from './show-bytes.ts'

/** The newest records of a partition, newest last. */
export interface NewestRecords {
  readonly records: readonly RecordShown[]
  /** Offsets in the same range that hold no record: transaction marks, or compacted away. */
  readonly without: number
}

export interface RecordShown {
  readonly offset: number
  /** An ISO date. */
  readonly time: string
  readonly key: BytesShown | null
  readonly value: BytesShown | null
  readonly headers: readonly { readonly name: string; readonly value: BytesShown | null }[]
}

const SHOWN = 20
const MOST_FETCHES = 8
const ANSWER_TIMEOUT_MS = 5000

/** Reads the end of a partition's log from its leader; fails when nobody leads it. */
export async function newestRecords(
  addresses: readonly string[],
  topic: string,
  partition: number,
): Promise<NewestRecords> {
  const { brokers, partitions } = await askAnybody(addresses, metadata, ANSWER_TIMEOUT_MS)
  const name = { topic, partition }
  const found = partitions.find((one) => one.topic === topic && one.partition === partition)
  const leader = brokers.find(({ id }) => id === found?.leader)
  if (!leader) throw new Error(`Nobody leads ${topic} ${partition} just now.`)
  const question = async (which: 'low' | 'high'): Promise<number> =>
    (await ask(leader.address, watermarks([name], which), ANSWER_TIMEOUT_MS))[0] ?? 0
  const [low, high] = await Promise.all([question('low'), question('high')])
  const from = Math.max(low, high - SHOWN)
  const records = await readFrom(leader.address, name, from, high)
  return { records, without: high - from - records.length }
}

async function readFrom(
  address: string,
  { topic, partition }: { topic: string; partition: number },
  from: number,
  high: number,
): Promise<RecordShown[]> {
  const records: RecordShown[] = []
  let next = from
  for (let fetches = 0; next < high && fetches < MOST_FETCHES; fetches++) {
    const { batches } = await ask(address, fetchLog(topic, partition, next), ANSWER_TIMEOUT_MS)
    const start = next
    for (const batch of decodeBatches(batches)) {
      next = batch.lastOffset + 1
      if (batch.control) continue
      const fresh = batch.records.filter(({ offset }) => offset >= start && offset < high)
      for (const record of fresh) records.push(shown(record))
    }
    if (next === start) break
  }
  return records
}

function shown({
  offset,
  timestamp,
  key,
  value,
  headers,
}: ReturnType<typeof decodeBatches>[number]['records'][number]): RecordShown {
  return {
    offset,
    time: new Date(timestamp).toISOString(),
    key: key && showBytes(key),
    value: value && showBytes(value),
    headers: headers.map(([name, bytes]) => ({
      name: showBytes(Buffer.from(name)).text,
      value: bytes && showBytes(bytes),
    })),
  }
}
