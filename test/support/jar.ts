import { readFileSync } from 'node:fs'
import { inflateRawSync } from 'node:zlib'

const DIRECTORY_END = 0x06054b50
const DIRECTORY_END_LENGTH = 22
const DEFLATED = 8

/**
 * The text of the entries of a jar whose names match, by name. A jar is a zip file: its directory
 * stands at its end. Source: PKWARE, APPNOTE.TXT, 4.3.
 */
export function readJar(file: string, name: RegExp): Map<string, string> {
  const bytes = readFileSync(file)
  let end = bytes.length - DIRECTORY_END_LENGTH
  while (bytes.readUInt32LE(end) !== DIRECTORY_END) end-- // a comment may follow
  const found = new Map<string, string>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    const lengths = [28, 30, 32].map((field) => bytes.readUInt16LE(at + field))
    const entry = bytes.toString('utf8', at + 46, at + 46 + (lengths[0] ?? 0))
    if (name.test(entry)) found.set(entry, readEntry(bytes, at).toString())
    at += 46 + lengths.reduce((sum, length) => sum + length, 0)
  }
  return found
}

function readEntry(bytes: Buffer, directoryEntry: number): Buffer {
  const header = bytes.readUInt32LE(directoryEntry + 42)
  const start = header + 30 + bytes.readUInt16LE(header + 26) + bytes.readUInt16LE(header + 28)
  const packed = bytes.subarray(start, start + bytes.readUInt32LE(directoryEntry + 20))
  return bytes.readUInt16LE(directoryEntry + 10) === DEFLATED ? inflateRawSync(packed) : packed
}
