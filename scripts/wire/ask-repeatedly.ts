import net from 'node:net'
import { askOver, NoAnswer, type Request, splitAddress } from './connection.ts'
import { introduce } from './login.ts'

const IDLE_MS = 10_000

// Connections on which nothing is awaited, by address.
const idle = new Map<string, net.Socket[]>()

/**
 * Asks one broker, as `ask` does, over a connection that is kept for the next question: opening one
 * costs the broker more than most answers do. One that was closed in the meantime is not a failure.
 */
export async function askRepeatedly<Answer>(
  address: string,
  request: Request<Answer>,
  timeoutMs: number,
): Promise<Answer> {
  const kept = idle.get(address)?.pop()
  if (kept) {
    try {
      return await askAndKeep(kept, address, request, timeoutMs)
    } catch (error) {
      if (!wasClosed(error)) throw error
    }
  }
  const socket = net.connect(splitAddress(address)).on('error', () => {}) // askOver tells
  socket.on('close', () => forget(address, socket))
  socket.setTimeout(IDLE_MS, () => {
    if (idle.get(address)?.includes(socket)) socket.destroy()
  })
  await introduce(socket, address, timeoutMs).catch((error: unknown) => {
    socket.destroy()
    throw error
  })
  return askAndKeep(socket, address, request, timeoutMs)
}

async function askAndKeep<Answer>(
  socket: net.Socket,
  address: string,
  request: Request<Answer>,
  timeoutMs: number,
): Promise<Answer> {
  socket.ref()
  try {
    const answer = await askOver(socket, request, timeoutMs, address)
    socket.unref() // no reason to stay alive
    idle.set(address, [...(idle.get(address) ?? []), socket])
    return answer
  } catch (error) {
    socket.destroy() // an answer may still come
    throw error
  }
}

function forget(address: string, socket: net.Socket): void {
  const others = idle.get(address)?.filter((one) => one !== socket) ?? []
  if (others.length > 0) idle.set(address, others)
  else idle.delete(address)
}

function wasClosed(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return (
    (error instanceof NoAnswer && error.code === 'HUNG_UP') ||
    code === 'ECONNRESET' ||
    code === 'EPIPE'
  )
}
