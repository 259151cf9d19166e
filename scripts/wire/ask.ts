import net from 'node:net'
import { askOver, type Request, splitAddress } from './connection.ts'
import { introduce } from './login.ts'

/**
 * Asks one broker one question over a connection of its own. It fails when the broker refuses the
 * connection, or says nothing within `timeoutMs`, as a paused one does. `signal` ends the waiting.
 */
export async function ask<Answer>(
  address: string,
  request: Request<Answer>,
  timeoutMs: number,
  signal?: AbortSignal,
): Promise<Answer> {
  const place = { ...splitAddress(address), ...(signal && { signal }) }
  const socket = net.connect(place).on('error', () => {}) // askOver tells
  try {
    await introduce(socket, address, timeoutMs)
    return await askOver(socket, request, timeoutMs, address)
  } finally {
    socket.destroy()
  }
}
