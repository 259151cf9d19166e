import os from 'node:os'

const MOST_LOAD_PER_PROCESSOR = 8

/**
 * Whether this machine has had far more to do, for a minute, than it can: whatever is waited for
 * comes late then. Windows tells no load, and is never busy.
 */
export function isOverloaded(): boolean {
  const [lastMinute = 0] = os.loadavg()
  return lastMinute > MOST_LOAD_PER_PROCESSOR * os.availableParallelism()
}

/** A time to wait, in milliseconds: twice as long on a machine that is overloaded. */
export function longerIfBusy(ms: number): number {
  return isOverloaded() ? 2 * ms : ms
}
