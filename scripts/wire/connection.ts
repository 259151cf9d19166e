import net from 'node:net'

/** A question in Kafka's protocol, and how to read its answer. */
export interface Request<Answer> {
  readonly apiKey: number
  readonly apiVersion: number
  /** Newer API versions have tagged fields in their headers (KIP-482). */
  readonly flexible: boolean
  readonly body: Buffer
  read(answer: Buffer): Answer
}

const CORRELATION_ID = 1

/**
 * Asks one broker one question over a connection of its own. It fails when the broker refuses the
 * connection, or says nothing within `timeoutMs`, as a paused one does.
 */
export function ask<Answer>(
  address: string,
  request: Request<Answer>,
  timeoutMs: number,
): Promise<Answer> {
  const colon = address.lastIndexOf(':')
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let received = 0
    let expected = Number.POSITIVE_INFINITY
    const socket = net.connect(Number(address.slice(colon + 1)), address.slice(0, colon))
    const timer = setTimeout(
      () => socket.destroy(new Error(`${address} did not answer within ${timeoutMs} ms`)),
      timeoutMs,
    )
    socket.on('connect', () => socket.write(frame(request)))
    socket.on('data', (chunk) => {
      chunks.push(chunk)
      received += chunk.length
      if (expected === Number.POSITIVE_INFINITY && received >= 4) {
        expected = 4 + Buffer.concat(chunks).readInt32BE()
      }
      if (received < expected) return
      socket.destroy()
      const bytes = Buffer.concat(chunks)
      // Size and correlation id, then, in a flexible header, an empty list of tags.
      const headerLength = request.flexible ? 9 : 8
      try {
        resolve(request.read(bytes.subarray(headerLength)))
      } catch (error) {
        reject(error)
      }
    })
    socket.on('error', reject)
    socket.on('close', () => {
      clearTimeout(timer)
      reject(new Error(`${address} closed the connection without an answer`))
    })
  })
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
