import { createHash } from 'node:crypto'
import { WorkbookError } from '../errors.ts'

/** What a join code says. */
export interface JoinCode {
  /** Where the class is: an IPv4 address. */
  readonly address: string
  /** The first digits of its ports. */
  readonly ports: string
  /** Shown that a learner is in the room; hexadecimal, 40 bits. */
  readonly secret: string
  /** The beginning of the SHA-256 of the class's certificate; hexadecimal, 64 bits. */
  readonly fingerprint: string
}

export const FINGERPRINT_BYTES = 8
const SECRET_BYTES = 5
const BYTES = 4 + 2 + SECRET_BYTES + FINGERPRINT_BYTES + 1

// Crockford's alphabet: without I, L, O and U, which are misread.
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A code in eight groups of four, to be read from a wall and typed. */
export function writeCode({ address, ports, secret, fingerprint }: JoinCode): string {
  const port = Buffer.alloc(2)
  port.writeUInt16BE(Number(ports))
  const content = Buffer.concat([
    Buffer.from(address.split('.').map(Number)),
    port,
    Buffer.from(secret, 'hex'),
    Buffer.from(fingerprint, 'hex'),
  ])
  const letters = toLetters(Buffer.concat([content, checksum(content)]))
  return letters.match(/.{4}/g)?.join('-') ?? ''
}

/** Reads what was typed, whatever its case and separators; a slip of a finger is noticed. */
export function readCode(typed: string): JoinCode {
  const letters = typed
    .toUpperCase()
    .replace(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1')
  const bytes = fromLetters(letters)
  if (bytes?.length !== BYTES || !checksum(bytes.subarray(0, -1)).equals(bytes.subarray(-1))) {
    throw new WorkbookError('BAD_CODE', `"${typed}" is not a join code.`)
  }
  return {
    address: [...bytes.subarray(0, 4)].join('.'),
    ports: `${bytes.readUInt16BE(4)}`,
    secret: bytes.subarray(6, 6 + SECRET_BYTES).toString('hex'),
    fingerprint: bytes.subarray(6 + SECRET_BYTES, -1).toString('hex'),
  }
}

function checksum(content: Buffer): Buffer {
  return createHash('sha256').update(content).digest().subarray(0, 1)
}

function toLetters(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{5}/g) ?? []).map((five) => ALPHABET[Number.parseInt(five, 2)]).join('')
}

function fromLetters(letters: string): Buffer | undefined {
  const values = [...letters].map((letter) => ALPHABET.indexOf(letter))
  if (values.includes(-1)) return undefined
  const bits = values.map((value) => value.toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((eight) => Number.parseInt(eight, 2)))
}
