import type { Duplex } from 'node:stream'

const SIZE_LENGTH = 4
/** What brokers take at most, by default (socket.request.max.bytes). */
const LARGEST_REQUEST = 104_857_600

/**
 * Takes what a client sends apart into requests. Every message of Kafka's protocol has its size
 * before it. Who sends anything else is hung up on, as brokers do; so is who `take` cannot read.
 */
export function onRequests(socket: Duplex, take: (request: Buffer) => void): void {
  onFrames(socket, take, LARGEST_REQUEST)
}

/** The same for what a broker sends. An answer may be as large as the client asked for. */
export function onAnswers(socket: Duplex, take: (answer: Buffer) => void): void {
  onFrames(socket, take, Number.POSITIVE_INFINITY)
}

function onFrames(socket: Duplex, take: (frame: Buffer) => void, largest: number): void {
  let chunks: Buffer[] = []
  let held = 0
  let wanted = SIZE_LENGTH
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk)
    held += chunk.length
    if (held < wanted) return // joining them for every chunk would take long for a large frame
    const bytes = Buffer.concat(chunks)
    let at = 0
    try {
      while (!socket.destroyed) {
        wanted = SIZE_LENGTH
        if (held - at < wanted) break
        const size = bytes.readInt32BE(at)
        if (size < 0 || size > largest) throw new Error(`not a message: ${size} bytes`)
        wanted += size
        if (held - at < wanted) break
        take(bytes.subarray(at, at + wanted))
        at += wanted
      }
    } catch {
      socket.destroy()
    }
    chunks = [bytes.subarray(at)]
    held -= at
  })
}
