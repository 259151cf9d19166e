import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, relative } from 'node:path'
import { projectRoot } from '../state/index.ts'
import type { Io } from './command.ts'

/** How many of the things that were tried hold. */
export interface Results {
  readonly passed: number
  readonly failed: number
  /** What was not tried, by name. */
  readonly skipped: readonly string[]
}

interface FileResults extends Results {
  /** Relative to the project. */
  readonly file: string
}

/** What vitest found, by file of tests. */
export interface TestRun {
  readonly files: readonly FileResults[]
  /** Whether it failed outside its tests: in a set-up, or with an error nobody handled. */
  readonly brokeDown: boolean
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

/** Runs projects of vitest.config.ts, or only these files of them. */
export async function runTests(
  wanted: readonly string[],
  io: Io,
  only: readonly string[] = [],
): Promise<TestRun> {
  const file = join(projectRoot, '.workbook', 'test-report.json')
  rmSync(file, { force: true })
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const chosen = wanted.map((name) => `--project=${name}`)
  const green = await runTool(['vitest', 'run', ...reporters, ...chosen, ...only], io)
  if (!existsSync(file)) return { files: [], brokeDown: true }
  const report = JSON.parse(readFileSync(file, 'utf8')) as VitestReport
  const files = report.testResults.map(resultsOf)
  return { files, brokeDown: !green && files.every(({ failed }) => failed === 0) }
}

/** Everything a run of tests found, added up. */
export function sumUp({ files, brokeDown }: TestRun): Results {
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
  return {
    passed: sum(files.map(({ passed }) => passed)),
    failed: sum(files.map(({ failed }) => failed)) + (brokeDown ? 1 : 0),
    skipped: files.flatMap(({ skipped }) => skipped),
  }
}

/** The part of vitest's JSON report that is read here. */
interface VitestReport {
  readonly testResults: readonly VitestFile[]
}

interface VitestFile {
  readonly name: string
  readonly status: string
  readonly assertionResults: readonly { fullName: string; status: string }[]
}

function resultsOf({ name, status, assertionResults }: VitestFile): FileResults {
  const has = (wanted: string) => assertionResults.filter((one) => one.status === wanted)
  const [passed, failed] = [has('passed').length, has('failed').length]
  const skipped = assertionResults.filter((one) => !['passed', 'failed'].includes(one.status))
  return {
    file: relative(projectRoot, name),
    passed,
    // A file can fail without a test of its own: in what it does before or after them.
    failed: status === 'failed' ? Math.max(1, failed) : failed,
    skipped: skipped.map(({ fullName }) => fullName),
  }
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
