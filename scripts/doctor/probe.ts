import { longerIfBusy } from '../cluster/index.ts'
import { explained, WorkbookError } from '../errors.ts'
import type { Seen } from './finding.ts'
import type { Place } from './place.ts'

/** One thing to look at. */
export interface Probe {
  /** Completes "Looking at …". */
  readonly about: string
  look(place: Place): Promise<Seen>
}

// Above the patience of whatever a probe asks: Docker gets fifteen seconds to answer. Both are
// doubled on a busy machine.
const DEADLINE_MS = 20_000

/** Looks at everything at once. A probe that fails or hangs is a finding, and holds up no other. */
export function runProbes(
  probes: readonly Probe[],
  place: Place,
  deadlineMs = longerIfBusy(DEADLINE_MS),
): Promise<Seen[]> {
  return Promise.all(probes.map((probe) => runProbe(probe, place, deadlineMs)))
}

async function runProbe(probe: Probe, place: Place, deadlineMs: number): Promise<Seen> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<Seen>((resolve) => {
    const problem = failed(probe, `it took longer than ${deadlineMs / 1000} s`)
    timer = setTimeout(() => resolve({ problems: [problem] }), deadlineMs)
  })
  try {
    return await Promise.race([probe.look(place), late])
  } catch (error) {
    const problem = explained(error)
    if (problem instanceof WorkbookError) return { problems: [problem] }
    return { problems: [failed(probe, error instanceof Error ? error.message : String(error))] }
  } finally {
    clearTimeout(timer)
  }
}

function failed(probe: Probe, why: string): WorkbookError {
  return new WorkbookError('PROBE_FAILED', `Looking at ${probe.about} failed: ${why}.`)
}
