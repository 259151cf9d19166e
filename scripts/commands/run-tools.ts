import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../state/index.ts'
import type { Io } from './command.ts'

/** How many of the things that were tried hold. */
export interface Results {
  readonly passed: number
  readonly failed: number
  /** What was not tried, by name. */
  readonly skipped: readonly string[]
}

/** Formatter, linter and types; whether all is as it should be. */
export async function runChecks(io: Io): Promise<boolean> {
  const tools = [
    ['biome', 'check', '--error-on-warnings', '.'],
    ['tsc', '-p', 'tsconfig.gate.json'],
    ['tsc', '-p', 'scripts/site/client'],
  ]
  const found = await Promise.all(tools.map((tool) => runTool(tool, io)))
  return found.every(Boolean)
}

/** Runs projects of vitest.config.ts. */
export async function runTests(wanted: readonly string[], io: Io): Promise<Results> {
  const file = join(projectRoot, '.workbook', 'test-report.json')
  rmSync(file, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const chosen = wanted.map((name) => `--project=${name}`)
  const green = await runTool(['vitest', 'run', ...reporters, ...chosen], io)
  if (!existsSync(file)) return { passed: 0, failed: 1, skipped: [] }
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  const tests = report.testResults.flatMap(({ assertionResults }) => assertionResults)
  const { numPassedTests: passed, numFailedTests } = report
  const skipped = tests.filter(({ status }) => status !== 'passed' && status !== 'failed')
  // A run can also fail outside its tests, in a set-up or with an unhandled error.
  const failed = green ? 0 : Math.max(1, numFailedTests)
  return { passed, failed, skipped: skipped.map(({ fullName }) => fullName) }
}

/** The part of vitest's JSON report that is read here. */
interface VitestReport {
  readonly numPassedTests: number
  readonly numFailedTests: number
  readonly testResults: readonly {
    readonly assertionResults: readonly { fullName: string; status: string }[]
  }[]
}

async function runTool(command: readonly string[], io: Io): Promise<boolean> {
  const { execa } = await import('execa')
  const [name = '', ...args] = command
  const program = join(projectRoot, 'node_modules', '.bin', name)
  const { failed } = await execa(program, args, {
    cwd: projectRoot,
    env: io.env,
    stdio: 'inherit',
    reject: false,
  })
  return !failed
}
