import type { Duplex } from 'node:stream'

/** A question in Kafka's protocol, and how to read its answer. */
export interface Request<Answer> {
  readonly apiKey: number
  readonly apiVersion: number
  /** Newer API versions have tagged fields in their headers (KIP-482). */
  readonly flexible: boolean
  readonly body: Buffer
  read(answer: Buffer): Answer
}

/** Whoever was asked is there, but gave no answer: silent for too long, or the line was cut. */
export class NoAnswer extends Error {
  readonly code: 'SILENT' | 'HUNG_UP'

  constructor(code: 'SILENT' | 'HUNG_UP', message: string) {
    super(message)
    this.code = code
  }
}

/** The first question of every client. The header of its answer is never flexible (KIP-511). */
export const API_VERSIONS = 18

const CORRELATION_ID = 1

/**
 * Asks one question over a connection on which no other answer is awaited; it stays open. Fails
 * with what befell the connection, or with NoAnswer. `who` is named in errors.
 */
export function askOver<Answer>(
  socket: Duplex,
  request: Request<Answer>,
  timeoutMs: number,
  who: string,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let received = 0
    let expected = Number.POSITIVE_INFINITY
    const timer = setTimeout(
      () => fail(new NoAnswer('SILENT', `${who} did not answer within ${timeoutMs} ms`)),
      timeoutMs,
    )
    const hear = (chunk: Buffer): void => {
      chunks.push(chunk)
      received += chunk.length
      if (expected === Number.POSITIVE_INFINITY && received >= 4) {
        expected = 4 + Buffer.concat(chunks).readInt32BE()
      }
      if (received < expected) return
      stopListening()
      // Size and correlation id, then, in a flexible header, an empty list of tags.
      const headerLength = request.flexible && request.apiKey !== API_VERSIONS ? 9 : 8
      try {
        resolve(request.read(Buffer.concat(chunks).subarray(headerLength)))
      } catch (error) {
        reject(error)
      }
    }
    const fail = (error: Error): void => {
      stopListening()
      reject(error)
    }
    const hangUp = (): void =>
      fail(new NoAnswer('HUNG_UP', `${who} closed the connection without an answer`))
    const stopListening = (): void => {
      clearTimeout(timer)
      socket.off('data', hear).off('error', fail).off('close', hangUp)
    }
    socket.on('data', hear).on('error', fail).on('close', hangUp)
    if (socket.destroyed) hangUp()
    else socket.write(frame(request))
  })
}

/** The parts of an address such as `localhost:9092` or `[::1]:9092`. */
export function splitAddress(address: string): { host: string; port: number } {
  const colon = address.lastIndexOf(':')
  const host = address.slice(0, colon).replace(/^\[(.*)\]$/, '$1')
  return { host, port: Number(address.slice(colon + 1)) }
}

function frame(request: Request<unknown>): Buffer {
  const header = Buffer.alloc(10)
  header.writeInt16BE(request.apiKey, 0)
  header.writeInt16BE(request.apiVersion, 2)
  header.writeInt32BE(CORRELATION_ID, 4)
  header.writeInt16BE(-1, 8) // no client id
  const tags = request.flexible ? Buffer.from([0]) : Buffer.alloc(0)
  const message = Buffer.concat([header, tags, request.body])
  const size = Buffer.alloc(4)
  size.writeInt32BE(message.length)
  return Buffer.concat([size, message])
}
