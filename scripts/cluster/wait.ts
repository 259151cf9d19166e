import { setTimeout as pause } from 'node:timers/promises'
import { WorkbookError } from '../errors.ts'

interface Wait<T> {
  /** Completes "Waited 20 s for …". */
  readonly what: string
  readonly look: () => Promise<T>
  readonly done: (seen: T) => boolean
  readonly timeoutMs: number
  readonly everyMs?: number
}

/** Looks until what is seen is what is waited for; a timeout says what was last seen. */
export async function waitUntil<T>(wait: Wait<T>): Promise<T> {
  const deadline = performance.now() + wait.timeoutMs
  for (;;) {
    const seen = await wait.look()
    if (wait.done(seen)) return seen
    if (performance.now() > deadline) {
      const seconds = Math.round(wait.timeoutMs / 1000)
      throw new WorkbookError(
        'NOT_READY',
        `Waited ${seconds} s for ${wait.what}; last seen: ${JSON.stringify(seen)}.`,
      )
    }
    await pause(wait.everyMs ?? 40)
  }
}
