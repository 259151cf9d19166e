import { type EngineFacts, isOlder } from '../cluster/index.ts'
import { WorkbookError } from '../errors.ts'

const LEAST_MEMORY_BYTES = 2e9
const MOST_AHEAD_MS = 3_600_000
const REPAIRED_DESKTOP = '4.39'

/** What would go wrong in an engine; `processor` is what this machine calls its own. */
export function judgeEngine(facts: EngineFacts, processor: string): WorkbookError[] {
  const { architecture, memoryBytes, clockAheadMs, desktop, imageArchitecture } = facts
  const seen: WorkbookError[] = []
  // Records are stamped here and judged there (message.timestamp.after.max.ms, one hour).
  if (-clockAheadMs > MOST_AHEAD_MS) {
    const minutes = Math.round(-clockAheadMs / 60_000)
    seen.push(new WorkbookError('CLOCK_SKEW', `Docker's clock is ${minutes} minutes behind.`))
  }
  // Docker Desktop 4.39 brought a kernel without the fault; docker/for-mac issue 7583.
  if (desktop && isOlder(desktop, REPAIRED_DESKTOP) && /Apple M4/.test(processor)) {
    seen.push(
      new WorkbookError('MAC_NEEDS_UPDATE', `Docker Desktop ${desktop} runs on ${processor}.`),
    )
  }
  if (memoryBytes > 0 && memoryBytes < LEAST_MEMORY_BYTES) {
    const megabytes = Math.round(memoryBytes / 1e6)
    seen.push(
      new WorkbookError('LOW_MEMORY', `Only ${megabytes} MB of memory are there for Docker.`),
    )
  }
  if (imageArchitecture && imageArchitecture !== architecture) {
    const message = `The image is made for ${imageArchitecture}, and this is ${architecture}.`
    seen.push(new WorkbookError('IMAGE_FOREIGN', message))
  }
  return seen
}
