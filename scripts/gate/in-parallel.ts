import { setTimeout as pause } from 'node:timers/promises'
import { isOverloaded } from '../cluster/index.ts'

const LOOK_EVERY_MS = 500

/**
 * Runs jobs in order, so many at a time; fewer, and one at least, while the machine is busy: what a
 * program does by the clock comes too late then, and a verdict tells of the machine.
 */
export async function inParallel(
  jobs: readonly { run: () => Promise<void> }[],
  atATime: number,
  isBusy = isOverloaded,
): Promise<void> {
  const left = [...jobs]
  const worker = async (_: unknown, index: number): Promise<void> => {
    while (left.length > 0) {
      if (index > 0 && isBusy()) await pause(LOOK_EVERY_MS)
      else await left.shift()?.run()
    }
  }
  await Promise.all(Array.from({ length: atATime }, worker))
}
