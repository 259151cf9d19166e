// The format in which records lie in a log and travel, version 2 (KIP-98).
// Source: Kafka documentation, "Message Format", "Record Batch" and "Record".

import { Reader } from './bytes.ts'
import { decompress } from './compression.ts'

const CODEC_BITS = 0b111
const TRANSACTIONAL = 1 << 4
const CONTROL = 1 << 5
const AFTER_LENGTH = 12 // base offset and batch length

/** A record as bytes. */
export interface RawRecord {
  readonly offset: number
  /** Milliseconds since 1970. */
  readonly timestamp: number
  readonly key: Buffer | null
  readonly value: Buffer | null
  readonly headers: readonly (readonly [name: string, value: Buffer | null])[]
}

export interface RecordBatch {
  readonly baseOffset: number
  readonly lastOffset: number
  /** -1 when the producer is not idempotent. */
  readonly producerId: number
  readonly transactional: boolean
  /** Holds no records but the mark that a transaction was committed or given up. */
  readonly control: boolean
  readonly records: readonly RawRecord[]
}

/** Decodes all whole batches; a fetch may cut off the last one. */
export function decodeBatches(bytes: Buffer): RecordBatch[] {
  const batches: RecordBatch[] = []
  const reader = new Reader(bytes)
  while (reader.left >= AFTER_LENGTH) {
    const baseOffset = reader.int64()
    const length = reader.int32()
    if (reader.left < length) break
    batches.push(decodeBatch(baseOffset, reader.bytes(length)))
  }
  return batches
}

function decodeBatch(baseOffset: number, bytes: Buffer): RecordBatch {
  const reader = new Reader(bytes)
  reader.bytes(9) // leader epoch, format version, checksum
  const attributes = reader.int16()
  const lastOffset = baseOffset + reader.int32()
  const baseTimestamp = reader.int64()
  reader.int64() // largest timestamp
  const producerId = reader.int64()
  reader.bytes(6) // producer epoch, sequence
  const count = reader.int32()
  const body = new Reader(decompress(attributes & CODEC_BITS, reader.bytes(reader.left)))
  const control = (attributes & CONTROL) !== 0
  return {
    baseOffset,
    lastOffset,
    producerId,
    transactional: (attributes & TRANSACTIONAL) !== 0,
    control,
    records: control
      ? []
      : Array.from({ length: count }, () => decodeRecord(body, baseOffset, baseTimestamp)),
  }
}

function decodeRecord(body: Reader, baseOffset: number, baseTimestamp: number): RawRecord {
  const reader = new Reader(body.bytes(body.varint()))
  reader.int8() // attributes, unused
  const timestamp = baseTimestamp + reader.varint()
  const offset = baseOffset + reader.varint()
  const key = readNullable(reader)
  const value = readNullable(reader)
  const headers = Array.from({ length: reader.varint() }, () => {
    const name = readNullable(reader)?.toString() ?? ''
    return [name, readNullable(reader)] as const
  })
  return { offset, timestamp, key, value, headers }
}

function readNullable(reader: Reader): Buffer | null {
  const length = reader.varint()
  return length < 0 ? null : reader.bytes(length)
}
