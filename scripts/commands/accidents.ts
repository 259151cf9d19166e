import type { TestRun } from './run-tools.ts'

// More at once are no accident.
const MOST_ACCIDENTS = 3

/**
 * Runs a few files of tests that failed beside all others once more, one after the other: on a full
 * machine one fails now and then, although nothing is wrong with what it tests.
 */
export async function runAccidentsAgain(
  first: TestRun,
  runAlone: (file: string) => Promise<TestRun>,
): Promise<TestRun> {
  const failed = first.files.filter((one) => one.failed > 0)
  if (failed.length > MOST_ACCIDENTS) return first
  const files = [...first.files]
  for (const one of failed) {
    const again = await runAlone(one.file)
    if (!again.brokeDown) files.splice(files.indexOf(one), 1, ...again.files)
  }
  return { ...first, files }
}
