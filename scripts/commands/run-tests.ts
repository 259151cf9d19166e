import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { projectRoot } from '../state/index.ts'
import type { Io } from './command.ts'
import { reportFile, type TestedFile, type TestReport } from './report-tests.ts'
import { runTool } from './run-tools.ts'

// More than a few are not bad luck.
const MOST_UNSTEADY_FILES = 3

/** How many of the things that were tried hold. */
export interface Results {
  readonly passed: number
  readonly failed: number
  /** What was not tried, by name. */
  readonly skipped: readonly string[]
}

/**
 * Runs projects of vitest.config.ts. The files of tests that fail are run once more when it is
 * `quiet`, one by one, to tell what is broken from what cannot stand a busy machine: a fault of the
 * test or of the workbook as well, so it is named.
 */
export async function runTests(
  wanted: readonly string[],
  io: Io,
  quiet: Promise<unknown> = Promise.resolve(),
): Promise<Results> {
  const projects = wanted.map((name) => `--project=${name}`)
  const first = await runVitest(projects, io)
  const suspects = first.files.filter(({ failed }) => failed).map(({ path }) => path)
  const few = suspects.length > 0 && suspects.length <= MOST_UNSTEADY_FILES
  if (!few || first.strayErrors > 0) return resultsOf(first)
  await Promise.allSettled([quiet])
  io.print(`AGAIN, by themselves: ${suspects.map(fromHere).sort().join(', ')}`)
  const again = await runVitest([...projects, '--fileParallelism=false', ...suspects], io)
  for (const name of namesOfUnsteady(first, again)) {
    io.print(`UNSTEADY: ${name} (failed beside others, passed by itself)`)
  }
  const steady = first.files.filter(({ failed }) => !failed)
  return resultsOf({ ...again, files: [...steady, ...again.files] })
}

interface TestRun extends TestReport {
  readonly green: boolean
}

async function runVitest(args: readonly string[], io: Io): Promise<TestRun> {
  rmSync(reportFile, { force: true })
  const reporter = join(projectRoot, 'scripts', 'commands', 'report-tests.ts')
  const reporters = ['--reporter=default', `--reporter=${reporter}`]
  const green = await runTool(['vitest', 'run', ...reporters, ...args], io)
  if (!existsSync(reportFile)) return { green: false, files: [], strayErrors: 0 }
  return { green, ...(JSON.parse(readFileSync(reportFile, 'utf8')) as TestReport) }
}

function resultsOf({ green, files }: TestRun): Results {
  const tests = files.flatMap((file) => file.tests)
  const those = (wanted: string) => tests.filter(({ state }) => state === wanted)
  const skipped = tests.filter(({ state }) => state !== 'passed' && state !== 'failed')
  return {
    passed: those('passed').length,
    // A run can also fail outside its tests, in a set-up or with a stray error.
    failed: green ? 0 : Math.max(1, those('failed').length),
    skipped: skipped.map(({ name }) => name),
  }
}

/** The tests that failed first and passed then; or the file, where its set-up failed. */
function namesOfUnsteady(first: TestRun, again: TestRun): string[] {
  const passed = new Set(again.files.filter(({ failed }) => !failed).map(({ path }) => path))
  return first.files.filter(({ path }) => passed.has(path)).flatMap(namesOfFailed)
}

function namesOfFailed({ path, tests }: TestedFile): string[] {
  const failed = tests.filter(({ state }) => state === 'failed')
  if (failed.length === 0) return [fromHere(path)]
  return failed.map(({ name }) => `${fromHere(path)} > ${name}`)
}

function fromHere(file: string): string {
  return relative(projectRoot, file)
}
