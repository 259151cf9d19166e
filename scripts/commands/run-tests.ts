import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { projectRoot } from '../state/index.ts'
import type { Io } from './command.ts'
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
 * Runs projects of vitest.config.ts. The files of tests that fail are run once more, by themselves,
 * to tell what is broken from what cannot stand a busy machine; that is a fault of the test or of the
 * workbook as well, and is named.
 */
export async function runTests(wanted: readonly string[], io: Io): Promise<Results> {
  const projects = wanted.map((name) => `--project=${name}`)
  const first = await runVitest(projects, io)
  const suspects = failedIn(first).sort()
  if (suspects.length === 0 || suspects.length > MOST_UNSTEADY_FILES) return resultsOf(first)
  io.print(`AGAIN, by themselves: ${suspects.map(fromHere).join(', ')}`)
  const again = await runVitest([...projects, '--maxWorkers=1', ...suspects], io)
  for (const name of namesOfUnsteady(first, again)) {
    io.print(`UNSTEADY: ${name} (failed beside others, passed by itself)`)
  }
  const steady = first.files.filter(({ status }) => status !== 'failed')
  return resultsOf({ green: again.green, files: [...steady, ...again.files] })
}

interface VitestRun {
  readonly green: boolean
  readonly files: VitestReport['testResults']
}

async function runVitest(args: readonly string[], io: Io): Promise<VitestRun> {
  const file = join(projectRoot, '.workbook', 'test-report.json')
  rmSync(file, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const green = await runTool(['vitest', 'run', ...reporters, ...args], io)
  if (!existsSync(file)) return { green: false, files: [] }
  const { testResults } = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  return { green, files: testResults }
}

function resultsOf({ green, files }: VitestRun): Results {
  const tests = files.flatMap(({ assertionResults }) => assertionResults)
  const those = (status: string) => tests.filter((test) => test.status === status)
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed')
  return {
    passed: those('passed').length,
    // A run can also fail outside its tests, in a set-up or with an unhandled error.
    failed: green ? 0 : Math.max(1, those('failed').length),
    skipped: skipped.map(({ fullName }) => fullName),
  }
}

/** The tests that failed first and passed then; or the file, where its set-up failed. */
function namesOfUnsteady(first: VitestRun, again: VitestRun): string[] {
  const passed = again.files.filter(({ status }) => status === 'passed')
  return passed.flatMap(({ name }) => {
    const before = first.files.find((file) => file.name === name)?.assertionResults ?? []
    const failed = before.filter(({ status }) => status === 'failed')
    if (failed.length === 0) return [fromHere(name)]
    return failed.map(({ fullName }) => `${fromHere(name)} > ${fullName}`)
  })
}

function failedIn({ files }: VitestRun): string[] {
  return files.filter(({ status }) => status === 'failed').map(({ name }) => name)
}

function fromHere(file: string): string {
  return relative(projectRoot, file)
}

/** The part of vitest's JSON report that is read here. */
interface VitestReport {
  readonly testResults: readonly {
    readonly name: string
    readonly status: 'passed' | 'failed'
    readonly assertionResults: readonly { fullName: string; status: string }[]
  }[]
}
