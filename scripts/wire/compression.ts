import { gunzipSync } from 'node:zlib'
import { decompress as unzstd } from 'fzstd'
import lz4 from 'lz4js'
import snappy from 'snappyjs'

// Source: Kafka's clients, CompressionType.java.
const NONE = 0
const GZIP = 1
const SNAPPY = 2
const LZ4 = 3
const ZSTD = 4

// The header that snappy-java, and so most clients, put before their blocks; librdkafka does not.
const XERIAL = Buffer.from([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0])
const XERIAL_HEADER_LENGTH = 16

/** Unpacks the records of a batch. */
export function decompress(codec: number, bytes: Buffer): Buffer {
  switch (codec) {
    case NONE:
      return bytes
    case GZIP:
      return gunzipSync(bytes)
    case SNAPPY:
      return unsnappy(bytes)
    case LZ4:
      return Buffer.from(lz4.decompress(bytes))
    case ZSTD:
      return Buffer.from(unzstd(bytes))
    default:
      throw new Error(`Unknown compression codec ${codec}`)
  }
}

function unsnappy(bytes: Buffer): Buffer {
  if (!bytes.subarray(0, XERIAL.length).equals(XERIAL)) return Buffer.from(snappy.uncompress(bytes))
  const blocks: Buffer[] = []
  for (let at = XERIAL_HEADER_LENGTH; at < bytes.length; ) {
    const start = at + 4
    at = start + bytes.readInt32BE(at)
    blocks.push(Buffer.from(snappy.uncompress(bytes.subarray(start, at))))
  }
  return Buffer.concat(blocks)
}
