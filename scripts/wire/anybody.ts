import { metadata } from './cluster-state.ts'
import { ask, type Request } from './connection.ts'

const ALIVE_TIMEOUT_MS = 1500

/** Asks whichever of these brokers answers first; those that are paused or dead do not matter. */
export async function askAnybody<Answer>(
  addresses: readonly string[],
  request: Request<Answer>,
  timeoutMs: number,
): Promise<Answer> {
  const alive = addresses.map((address) =>
    ask(address, metadata, ALIVE_TIMEOUT_MS).then(() => address),
  )
  const first = await Promise.any(alive).catch((error: AggregateError) => {
    throw error.errors[0]
  })
  return ask(first, request, timeoutMs)
}
