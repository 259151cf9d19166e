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
