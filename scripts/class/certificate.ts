import { generateKeyPairSync, randomBytes, sign, X509Certificate } from 'node:crypto'
import { isIP } from 'node:net'

/** A key of the class, and the certificate that whoever joins holds its servers against. */
export interface Certificate {
  /** PEM, PKCS 8. */
  readonly key: string
  /** PEM, X.509. */
  readonly certificate: string
}

const VALID_DAYS = 30

/**
 * Makes a key and a certificate for an address, signed by itself: there is no authority in a
 * classroom, so who joins compares the fingerprint in the join code. Node can read and verify
 * certificates but not make them, and openssl is not on every laptop. Source: RFC 5280, RFC 5480.
 */
export function makeCertificate(address: string, now: Date): Certificate {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'prime256v1' })
  const name = sequence(set(sequence(oid(2, 5, 4, 3), utf8('Kafka workbook class'))))
  const ends = new Date(now.getTime() + VALID_DAYS * 86_400_000)
  // The clocks of a room do not agree.
  const begins = new Date(now.getTime() - 86_400_000)
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.concat([Buffer.from([1]), randomBytes(15)])),
    ecdsaWithSha256,
    name,
    sequence(time(begins), time(ends)),
    name,
    publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(alternativeName(address), basicConstraints)),
  )
  const signature = sign('sha256', toBeSigned, privateKey)
  const certificate = sequence(toBeSigned, ecdsaWithSha256, bitString(signature))
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: new X509Certificate(certificate).toString(),
  }
}

// DER, as much of it as a certificate takes: a tag, a length, the content (X.690).
function der(tag: number, ...content: readonly Buffer[]): Buffer {
  const bytes = Buffer.concat(content)
  const { length } = bytes
  const short = length < 0x80
  const size = short
    ? [length]
    : length < 0x100
      ? [0x81, length]
      : [0x82, length >> 8, length & 255]
  return Buffer.concat([Buffer.from([tag, ...size]), bytes])
}

const sequence = (...parts: readonly Buffer[]): Buffer => der(0x30, ...parts)
const set = (...parts: readonly Buffer[]): Buffer => der(0x31, ...parts)
const explicit = (tag: number, part: Buffer): Buffer => der(0xa0 + tag, part)
const integer = (bytes: Buffer): Buffer => der(0x02, bytes)
const octets = (bytes: Buffer): Buffer => der(0x04, bytes)
const bitString = (bytes: Buffer): Buffer => der(0x03, Buffer.from([0]), bytes)
const utf8 = (text: string): Buffer => der(0x0c, Buffer.from(text))
const yes = der(0x01, Buffer.from([0xff]))

function oid(first: number, second: number, ...rest: readonly number[]): Buffer {
  const bytes = rest.flatMap((arc) => {
    const digits = [arc & 0x7f]
    for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80)
    return digits
  })
  return der(0x06, Buffer.from([first * 40 + second, ...bytes]))
}

// UTCTime, which RFC 5280 wants until 2049: yymmddhhmmssZ.
function time(date: Date): Buffer {
  const digits = date.toISOString().replace(/\D/g, '').slice(2, 14)
  return der(0x17, Buffer.from(`${digits}Z`))
}

const ecdsaWithSha256 = sequence(oid(1, 2, 840, 10045, 4, 3, 2))

// It is its own authority: Java's and Node's clients take it as the root they are given.
const basicConstraints = sequence(oid(2, 5, 29, 19), yes, octets(sequence(yes)))

function alternativeName(address: string): Buffer {
  const isAddress = isIP(address) === 4
  const bytes = isAddress ? Buffer.from(address.split('.').map(Number)) : Buffer.from(address)
  return sequence(oid(2, 5, 29, 17), octets(sequence(der(isAddress ? 0x87 : 0x82, bytes))))
}
