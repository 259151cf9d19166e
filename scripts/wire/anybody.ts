import { ask } from './ask.ts'
import { knownBrokers } from './cluster-state.ts'
import type { Request } from './connection.ts'

const ALIVE_TIMEOUT_MS = 5000

/** Asks whichever of these brokers answers first; those that are paused or dead do not matter. */
export async function askAnybody<Answer>(
  addresses: readonly string[],
  request: Request<Answer>,
  timeoutMs: number,
): Promise<Answer> {
  return ask(await whoAnswers(addresses), request, timeoutMs)
}

/** The address of whichever of these brokers answers first. */
export async function whoAnswers(addresses: readonly string[]): Promise<string> {
  const found = new AbortController()
  const alive = addresses.map((address) =>
    ask(address, knownBrokers, ALIVE_TIMEOUT_MS, found.signal).then(() => address),
  )
  return Promise.any(alive)
    .catch((error: AggregateError) => {
      throw error.errors[0]
    })
    .finally(() => found.abort())
}
