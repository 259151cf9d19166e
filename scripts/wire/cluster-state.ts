// What one broker thinks of the cluster, at once: KafkaJS knows no DescribeQuorum, retries on its
// own and logs what it retries.
// Source: Kafka's clients, common/message/*.json.
import { Reader, Writer } from './bytes.ts'
import type { Request } from './connection.ts'

/** A partition as one broker knows it. */
export interface PartitionState {
  readonly topic: string
  /** Whether it is one of Kafka's own topics, by which it looks after groups and transactions. */
  readonly internal: boolean
  readonly partition: number
  /** The id of the leading broker, or -1. */
  readonly leader: number
  /** Grows whenever the leader changes (KIP-101). */
  readonly leaderEpoch: number
  /** The ids of the brokers that hold a copy; the first is the preferred leader. */
  readonly replicas: readonly number[]
  readonly inSyncReplicas: readonly number[]
}

/** The cluster as one broker knows it. */
export interface Metadata {
  readonly clusterId: string
  /** The brokers that the controller has let in: registered and not fenced. */
  readonly brokers: readonly { id: number; address: string }[]
  readonly partitions: readonly PartitionState[]
}

/** Which brokers and partitions a broker knows of. */
export const metadata: Request<Metadata> = metadataRequest(new Writer().int32(-1)) // all topics

/** Which brokers a broker knows of, without any partitions, of which there may be many. */
export const knownBrokers: Request<Metadata> = metadataRequest(new Writer().int32(0))

/** Which brokers a broker knows of, and the partitions of one topic; none if it knows none such. */
export function topicMetadata(topic: string): Request<Metadata> {
  return metadataRequest(new Writer().int32(1).string(topic))
}

// Metadata, version 7.
function metadataRequest(topics: Writer): Request<Metadata> {
  return {
    apiKey: 3,
    apiVersion: 7,
    flexible: false,
    body: topics.int8(0).done(), // create none
    read: readMetadata,
  }
}

function readMetadata(answer: Buffer): Metadata {
  const reader = new Reader(answer)
  reader.int32() // throttle time
  const brokers = reader.list(() => {
    const id = reader.int32()
    const address = `${reader.string()}:${reader.int32()}`
    reader.string() // rack
    return { id, address }
  })
  const clusterId = reader.string()
  reader.int32() // "controller": under KRaft any live broker
  const partitions = reader.list(() => readTopic(reader)).flat()
  return { clusterId, brokers, partitions }
}

function readTopic(reader: Reader): PartitionState[] {
  reader.int16() // error
  const topic = reader.string()
  const internal = reader.int8() !== 0
  return reader.list(() => {
    reader.int16() // error
    const partition = reader.int32()
    const leader = reader.int32()
    const leaderEpoch = reader.int32()
    const replicas = reader.list(() => reader.int32())
    const inSyncReplicas = reader.list(() => reader.int32())
    reader.list(() => reader.int32()) // offline replicas
    return { topic, internal, partition, leader, leaderEpoch, replicas, inSyncReplicas }
  })
}

/** Who leads the metadata log: the active controller, or -1 (DescribeQuorum, version 0, KIP-595). */
export const activeController: Request<number> = {
  apiKey: 55,
  apiVersion: 0,
  flexible: true,
  body: new Writer()
    .compactLength(1)
    .compactString('__cluster_metadata')
    .compactLength(1)
    .int32(0)
    .noTags()
    .noTags()
    .noTags()
    .done(),
  read(answer) {
    const reader = new Reader(answer)
    if (reader.int16() !== 0 || reader.compactLength() < 1) return -1
    reader.compactString() // topic
    reader.compactLength()
    reader.int32() // partition
    const error = reader.int16()
    const leader = reader.int32()
    return error === 0 ? leader : -1
  },
}

/**
 * Whether some broker is the coordinator for groups (0) or transactions (1), as an error code.
 * Asking makes the brokers create the internal topic behind it (FindCoordinator, version 2).
 */
export function coordinatorError(keyType: 0 | 1): Request<number> {
  return {
    apiKey: 10,
    apiVersion: 2,
    flexible: false,
    body: new Writer().string('workbook').int8(keyType).done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      return reader.int16()
    },
  }
}

/** Not 0 while a broker still loads the groups it coordinates (ListGroups, version 0). */
export const groupsError: Request<number> = {
  apiKey: 16,
  apiVersion: 0,
  flexible: false,
  body: Buffer.alloc(0),
  read: (answer) => new Reader(answer).int16(),
}

/** Not 0 while a broker still loads the transactions it coordinates (ListTransactions, version 0). */
export const transactionsError: Request<number> = {
  apiKey: 66,
  apiVersion: 0,
  flexible: true,
  body: new Writer().compactLength(0).compactLength(0).noTags().done(), // no filters
  read(answer) {
    const reader = new Reader(answer)
    reader.int32() // throttle time
    return reader.int16()
  },
}
