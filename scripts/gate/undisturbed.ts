import { firstOf, WorkbookError } from '../errors.ts'

const MOST_ATTEMPTS = 4

/**
 * Grades again what was disturbed, as learners are told to: a starved machine loses a broker for a
 * moment. Not before `settle` is over: the broker that is back leads nothing yet, and grading while
 * it takes over again would be disturbed as well.
 */
export async function undisturbed<Outcome>(
  attempt: () => Promise<Outcome>,
  settle: () => Promise<void>,
): Promise<Outcome> {
  for (let left = MOST_ATTEMPTS - 1; ; left--) {
    try {
      return await attempt()
    } catch (raised) {
      const error = firstOf(raised)
      const wasDisturbed = error instanceof WorkbookError && error.code === 'DISTURBED'
      if (left === 0 || !wasDisturbed) throw error
    }
    await settle()
  }
}

/** The same action, done once at a time: who asks while it is under way waits for that one. */
export function shared(action: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> | undefined
  return () => {
    underWay ??= action().finally(() => {
      underWay = undefined
    })
    return underWay
  }
}
