// What a program asks of brokers, as far as the relay has to understand it. Every function takes a
// whole request, from its size on.
import { decodeBatches, Reader } from '../wire/index.ts'

const AFTER_API = 4
const TRANSACTIONS_SINCE = 3

const produce = { flexibleSince: 9, topicIdsSince: 13 }

/**
 * A Produce request's records as text: the same when a client sends them again. Undefined for a
 * request from which they cannot be read. Source: Kafka's clients, ProduceRequest.json.
 */
export function producedRecords(request: Buffer): string | undefined {
  try {
    return readProduced(request)
  } catch {
    return undefined
  }
}

/** How many copies a Produce request wants to have its records: -1, 0 or 1. */
export function wantedAcks(request: Buffer): number {
  const { version, flexible, reader } = openRequest(request, produce.flexibleSince)
  if (version >= TRANSACTIONS_SINCE) flexible ? reader.compactString() : reader.string()
  return reader.int16()
}

function readProduced(request: Buffer): string {
  const { version, flexible, reader } = openRequest(request, produce.flexibleSince)
  if (version >= TRANSACTIONS_SINCE) flexible ? reader.compactString() : reader.string()
  reader.bytes(6) // acks, timeout
  const records: string[] = []
  const partition = (): void => {
    const index = reader.int32()
    const bytes = flexible ? reader.bytes(reader.compactLength()) : reader.sizedBytes()
    for (const batch of decodeBatches(bytes)) {
      records.push(...batch.records.map(({ key, value }) => `${index} ${key} ${value}`))
    }
    if (flexible) reader.tags()
  }
  const topic = (): void => {
    if (version >= produce.topicIdsSince) reader.bytes(16)
    else flexible ? reader.compactString() : reader.string()
    if (flexible) reader.compactList(partition)
    else reader.list(partition)
    if (flexible) reader.tags()
  }
  if (flexible) reader.compactList(topic)
  else reader.list(topic)
  return records.join('\n')
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
  reader.bytes(AFTER_API + 2)
  const version = reader.int16()
  reader.int32() // correlation id
  reader.string() // client id
  const flexible = version >= flexibleSince
  if (flexible) reader.tags()
  return { version, flexible, reader }
}
