// What the asking user may do. Nothing is changed by asking: what it is asked about does not exist,
// and brokers look at rights first.
// Source: Kafka's core, KafkaApis.scala and ControllerApis.scala.
import { Reader, Writer } from './bytes.ts'
import type { Request } from './connection.ts'
import { errors } from './errors.ts'
import { fetchLog, skipToFetched } from './log.ts'

const TIMEOUT_MS = 5000
const NULL = -1
const YES = 1
const TRANSACTION = 1

/** Whether topics with this name could be made (CreateTopics, version 4, only to validate). */
export function mayCreate(topic: string): Request<boolean> {
  const body = new Writer().int32(1).string(topic).int32(1).int16(-1).int32(0).int32(0)
  return allowed(19, 4, body.int32(TIMEOUT_MS).int8(YES).done(), (reader) => {
    reader.bytes(8) // throttle time, one topic
    reader.string()
  })
}

/** Whether records could be sent to it (Produce, version 3, with none). */
export function mayWrite(topic: string): Request<boolean> {
  const body = new Writer().int16(NULL).int16(1).int32(TIMEOUT_MS)
  body.int32(1).string(topic).int32(1).int32(0).int32(NULL)
  return allowed(0, 3, body.done(), (reader) => {
    reader.int32() // one topic
    reader.string()
    reader.bytes(8) // one partition
  })
}

/** Whether its records could be read (Fetch). Fails with OverQuota when it is too early to ask. */
export function mayRead(topic: string): Request<boolean> {
  const { apiKey, apiVersion, body } = fetchLog(topic, 0, 0)
  return allowed(apiKey, apiVersion, body, (reader) => skipToFetched(reader, topic))
}

/**
 * Whether it could be deleted (DeleteRecords, version 1, which needs the same right). Asked to
 * delete a topic, brokers say first that there is none.
 */
export function mayDelete(topic: string): Request<boolean> {
  const body = new Writer().int32(1).string(topic).int32(1).int32(0).int64(0)
  return allowed(21, 1, body.int32(TIMEOUT_MS).done(), (reader) => {
    reader.bytes(8) // throttle time, one topic
    reader.string()
    reader.bytes(16) // one partition, its low watermark
  })
}

/** Whether partitions could be added to it (CreatePartitions, version 1, only to validate). */
export function mayAlter(topic: string): Request<boolean> {
  const body = new Writer().int32(1).string(topic).int32(2).int32(NULL)
  return allowed(37, 1, body.int32(TIMEOUT_MS).int8(YES).done(), (reader) => {
    reader.bytes(8) // throttle time, one topic
    reader.string()
  })
}

/** Whether a group could be joined (Heartbeat, version 2, of nobody). */
export function mayJoin(groupId: string): Request<boolean> {
  const body = new Writer().string(groupId).int32(0).string('')
  return allowed(12, 2, body.done(), (reader) => reader.int32()) // throttle time
}

/** Whether a group could be deleted (DeleteGroups, version 1). */
export function mayDeleteGroup(groupId: string): Request<boolean> {
  return allowed(42, 1, new Writer().int32(1).string(groupId).done(), (reader) => {
    reader.bytes(8) // throttle time, one group
    reader.string()
  })
}

/** Whether transactions could be made under this id (FindCoordinator, version 2). */
export function mayTransact(transactionalId: string): Request<boolean> {
  const body = new Writer().string(transactionalId).int8(TRANSACTION)
  return allowed(10, 2, body.done(), (reader) => reader.int32()) // throttle time
}

const refusals: readonly number[] = [
  errors.TOPIC_AUTHORIZATION_FAILED,
  errors.GROUP_AUTHORIZATION_FAILED,
  errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
]

function allowed(
  apiKey: number,
  apiVersion: number,
  body: Buffer,
  skip: (reader: Reader) => unknown,
): Request<boolean> {
  return {
    apiKey,
    apiVersion,
    flexible: false,
    body,
    read(answer) {
      const reader = new Reader(answer)
      skip(reader)
      return !refusals.includes(reader.int16())
    },
  }
}
