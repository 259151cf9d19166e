// Reading a partition's log.
// Source: Kafka's clients, common/message/{ListOffsets,Fetch}*.json.
import { Reader, Writer } from './bytes.ts'
import type { Request } from './connection.ts'
import { OverQuota, refuse } from './errors.ts'

const NOT_A_REPLICA = -1
const DEBUGGING = -2
const EARLIEST = -2
const LATEST = -1
const READ_COMMITTED = 1
const MAX_BYTES = 4_000_000

/** The offset of the oldest record still there. */
export function lowWatermark(topic: string, partition: number): Request<number> {
  return offsetRequest(topic, partition, { replicaId: NOT_A_REPLICA, timestamp: EARLIEST })
}

/**
 * Where the next record will go in a leader's own log, whether or not the followers have what lies
 * before it. Brokers tell that only to replicas and to replica id -2, which is for debugging.
 */
export function logEnd(topic: string, partition: number): Request<number> {
  return offsetRequest(topic, partition, { replicaId: DEBUGGING, timestamp: LATEST })
}

// ListOffsets, version 2.
function offsetRequest(
  topic: string,
  partition: number,
  asked: { replicaId: number; timestamp: number },
): Request<number> {
  return {
    apiKey: 2,
    apiVersion: 2,
    flexible: false,
    body: new Writer()
      .int32(asked.replicaId)
      .int8(READ_COMMITTED)
      .int32(1)
      .string(topic)
      .int32(1)
      .int32(partition)
      .int64(asked.timestamp)
      .done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.bytes(8) // throttle time, one topic
      reader.string()
      reader.bytes(8) // one partition
      refuse(`list the offsets of ${topic} ${partition}`, reader.int16())
      reader.int64() // timestamp
      return reader.int64()
    },
  }
}

/** A partition by its topic and number. */
export interface PartitionName {
  readonly topic: string
  readonly partition: number
}

const READ_UNCOMMITTED = 0

/**
 * The low or high watermarks of partitions that one broker leads, in the order asked for;
 * undefined where it does not lead, or not any more (ListOffsets, version 2).
 */
export function watermarks(
  of: readonly PartitionName[],
  which: 'low' | 'high',
): Request<(number | undefined)[]> {
  const body = new Writer().int32(NOT_A_REPLICA).int8(READ_UNCOMMITTED)
  body.list(of, ({ topic, partition }) => {
    body.string(topic).int32(1).int32(partition)
    body.int64(which === 'low' ? EARLIEST : LATEST)
  })
  return {
    apiKey: 2,
    apiVersion: 2,
    flexible: false,
    body: body.done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      const found = new Map(reader.list(() => readWatermarks(reader)).flat())
      return of.map((one) => found.get(`${one.topic} ${one.partition}`))
    },
  }
}

function readWatermarks(reader: Reader): [name: string, offset: number | undefined][] {
  const topic = reader.string()
  return reader.list(() => {
    const name = `${topic} ${reader.int32()}`
    const error = reader.int16()
    reader.int64() // timestamp
    const offset = reader.int64()
    return [name, error === 0 ? offset : undefined]
  })
}

/** A piece of a partition's log. */
export interface FetchedLog {
  readonly highWatermark: number
  /** Below the high watermark while a transaction is open. */
  readonly lastStableOffset: number
  /** Transactions that were given up: whose they were, and where they began. */
  readonly aborted: readonly { producerId: number; firstOffset: number }[]
  /** Record batches, of which the last may be cut off. */
  readonly batches: Buffer
}

/**
 * Skips the head of an answer to a fetch from one partition. Over its quota, a client gets an empty
 * answer. Source: Kafka's core, KafkaApis.scala, handleFetchRequest.
 */
export function skipToFetched(reader: Reader, topic: string): void {
  reader.int32() // throttle time
  if (reader.int32() === 0) throw new OverQuota(`fetch ${topic}`)
  reader.string()
  reader.bytes(8) // one partition
}

/** The log from an offset on, transactions told apart (Fetch, version 5). */
export function fetchLog(topic: string, partition: number, offset: number): Request<FetchedLog> {
  return {
    apiKey: 1,
    apiVersion: 5,
    flexible: false,
    body: new Writer()
      .int32(NOT_A_REPLICA)
      .int32(0) // do not wait for more
      .int32(0)
      .int32(MAX_BYTES)
      .int8(READ_COMMITTED)
      .int32(1)
      .string(topic)
      .int32(1)
      .int32(partition)
      .int64(offset)
      .int64(-1) // only followers know where their log starts
      .int32(MAX_BYTES)
      .done(),
    read(answer) {
      const reader = new Reader(answer)
      skipToFetched(reader, topic)
      refuse(`fetch ${topic} ${partition} from ${offset}`, reader.int16())
      const highWatermark = reader.int64()
      const lastStableOffset = reader.int64()
      reader.int64() // log start offset
      const aborted = reader.list(() => ({
        producerId: reader.int64(),
        firstOffset: reader.int64(),
      }))
      return { highWatermark, lastStableOffset, aborted, batches: reader.sizedBytes() }
    },
  }
}
