// What a program asks of brokers, as far as the relay has to understand it. Every function takes a
// whole request, from its size on.
import { decodeBatches, Reader } from '../wire/index.ts'

const TRANSACTIONS_SINCE = 3

const produce = { flexibleSince: 9, topicIdsSince: 13 }
const metadata = { flexibleSince: 9, topicIdsSince: 10 }
const fetching = { sessionsSince: 7, epochsSince: 9, flexibleSince: 12, topicIdsSince: 13 }

/** A record on its way to a broker. */
export interface SentRecord {
  readonly partition: number
  readonly key: Buffer | null
  readonly value: Buffer | null
}

/**
 * What a Produce request carries; nothing for a request that cannot be read. Source: Kafka's
 * clients, ProduceRequest.json.
 */
export function producedRecords(request: Buffer): SentRecord[] {
  try {
    return readProduced(request)
  } catch {
    return []
  }
}

/** How many copies a Produce request wants to have its records: -1, 0 or 1. */
export function wantedAcks(request: Buffer): number {
  const { version, flexible, reader } = openRequest(request, produce.flexibleSince)
  if (version >= TRANSACTIONS_SINCE) flexible ? reader.compactString() : reader.string()
  return reader.int16()
}

function readProduced(request: Buffer): SentRecord[] {
  const { version, flexible, reader } = openRequest(request, produce.flexibleSince)
  if (version >= TRANSACTIONS_SINCE) flexible ? reader.compactString() : reader.string()
  reader.bytes(6) // acks, timeout
  const sent: SentRecord[] = []
  const readPartition = (): void => {
    const partition = reader.int32()
    const bytes = flexible ? reader.bytes(reader.compactLength()) : reader.sizedBytes()
    for (const { records } of decodeBatches(bytes)) {
      sent.push(...records.map(({ key, value }) => ({ partition, key, value })))
    }
    if (flexible) reader.tags()
  }
  const readTopic = (): void => {
    if (version >= produce.topicIdsSince) reader.bytes(16)
    else flexible ? reader.compactString() : reader.string()
    if (flexible) reader.compactList(readPartition)
    else reader.list(readPartition)
    if (flexible) reader.tags()
  }
  if (flexible) reader.compactList(readTopic)
  else reader.list(readTopic)
  return sent
}

/**
 * The topics that a Metadata request asks for by name: none when it asks for all, or cannot be read.
 * Source: Kafka's clients, MetadataRequest.json.
 */
export function topicsAskedFor(request: Buffer): string[] {
  try {
    return readAskedFor(request).filter((name) => name !== '')
  } catch {
    return []
  }
}

function readAskedFor(request: Buffer): string[] {
  const { version, flexible, reader } = openRequest(request, metadata.flexibleSince)
  if (!flexible) return reader.list(() => reader.string())
  return reader.compactList(() => {
    if (version >= metadata.topicIdsSince) reader.bytes(16)
    const name = reader.compactString()
    reader.tags()
    return name
  })
}

/**
 * From which offset on a Fetch request asks for records of the first partition it names; undefined
 * when it names none, as those of a session may, names topics by id, or cannot be read. Source:
 * Kafka's clients, FetchRequest.json.
 */
export function firstWanted(request: Buffer): { topic: string; offset: number } | undefined {
  try {
    return readFirstWanted(request)
  } catch {
    return undefined
  }
}

function readFirstWanted(request: Buffer): ReturnType<typeof firstWanted> {
  const { version, flexible, reader } = openRequest(request, fetching.flexibleSince)
  if (version >= fetching.topicIdsSince) return undefined
  reader.bytes(17) // replica, how long to wait, for how much at least and at most, isolation
  if (version >= fetching.sessionsSince) reader.bytes(8)
  const count = () => (flexible ? reader.compactLength() : reader.int32())
  if (count() < 1) return undefined
  const topic = flexible ? reader.compactString() : reader.string()
  if (count() < 1) return undefined
  reader.int32() // partition
  if (version >= fetching.epochsSince) reader.int32()
  return { topic, offset: reader.int64() }
}

/** The name of the first topic that a CreateTopics request asks for. */
export function firstTopicToMake(request: Buffer): string | undefined {
  const { flexible, reader } = openRequest(request, 5)
  const count = flexible ? reader.compactLength() : reader.int32()
  if (count < 1) return undefined
  return flexible ? reader.compactString() : reader.string()
}

function openRequest(
  request: Buffer,
  flexibleSince: number,
): { version: number; flexible: boolean; reader: Reader } {
  const reader = new Reader(request)
  reader.bytes(6) // size, API key
  const version = reader.int16()
  reader.int32() // correlation id
  reader.string() // client id
  const flexible = version >= flexibleSince
  if (flexible) reader.tags()
  return { version, flexible, reader }
}
