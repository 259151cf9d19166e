import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { WorkbookError } from '../errors.ts'
import { projectRoot } from '../state/index.ts'
import type { Command, Io } from './command.ts'

export const test: Command = {
  name: 'test',
  summary: 'Run everything that proves the workbook',
  usage: ['npm test', 'npm test unit                 also: native, browser, lessons, compose'],
  flags: [],
  async run(args, io) {
    const wanted = args.words.length > 0 ? args.words : projects
    const unknown = wanted.find((word) => !projects.includes(word))
    if (unknown) {
      throw new WorkbookError('BAD_USAGE', `There are no "${unknown}" tests.`, {
        remedy: `There are: ${projects.join(', ')}.`,
      })
    }
    const missing = await missingHere(wanted, io)
    const required = (io.env.WORKBOOK_REQUIRE ?? '').split(',').filter(Boolean)
    const refused = required.filter((name) => missing.has(name) || !projects.includes(name))
    const linted = args.words.length > 0 || (await runChecks(io))
    const here = wanted.filter((name) => !missing.has(name))
    const results = await runTests(
      here.filter((name) => name !== 'lessons'),
      io,
    )
    const proven = here.includes('lessons') ? await proveLessons(io) : { passed: 0, failed: 0 }
    const passed = results.passed + proven.passed
    for (const [name, why] of missing) io.print(`NOT RUN: ${name} (${why})`)
    for (const name of results.skipped) io.print(`NOT RUN: ${name}`)
    for (const name of refused) io.print(`Required, but not run: ${name}`)
    const skipped = required.length > 0 ? results.skipped.length : 0
    const failed = results.failed + proven.failed + (linted ? 0 : 1) + refused.length + skipped
    io.print(`${passed} passed, ${failed} failed`)
    return failed === 0 && passed > 0 ? 0 : 1
  },
}

const projects: readonly string[] = ['unit', 'native', 'browser', 'lessons', 'compose']

/** What this machine cannot run, and why. */
async function missingHere(wanted: readonly string[], io: Io): Promise<Map<string, string>> {
  const missing = new Map<string, string>()
  const [{ findEngine, findJava }, { execa }] = await Promise.all([
    import('../cluster/index.ts'),
    import('execa'),
  ])
  // The compose tests too: they put Maven's jars into an image where none can be pulled.
  const java = (await findJava(io.env)).kind === 'found'
  const maven = !(await execa('mvn', ['-v'], { reject: false })).failed
  for (const name of wanted) {
    if (name !== 'unit' && !(java && maven)) missing.set(name, 'needs Java 17 or newer and Maven')
  }
  const { findChromium } = await import('../site/index.ts')
  if (wanted.includes('browser') && !findChromium(io.env)) {
    missing.set('browser', 'Chromium is not installed')
  }
  if (!wanted.includes('compose') || missing.has('compose')) return missing
  const engine = await findEngine(io.env)
  if (engine.kind === 'none') missing.set('compose', 'Docker is not installed')
  if (engine.kind === 'unusable') missing.set('compose', engine.problem.message)
  return missing
}

async function runChecks(io: Io): Promise<boolean> {
  const linted = await runTool(['biome', 'check', '--error-on-warnings', '.'], io)
  const typed = await runTool(['tsc', '-p', 'tsconfig.gate.json'], io)
  const typedPages = await runTool(['tsc', '-p', 'scripts/site/client'], io)
  return linted && typed && typedPages
}

/** Every answer of every lesson, graded once on this clone's own brokers. */
async function proveLessons(io: Io): Promise<{ passed: number; failed: number }> {
  const [{ verifyHere }, { chooseCluster }] = await Promise.all([
    import('./verify.ts'),
    import('../cluster/index.ts'),
  ])
  const cluster = await chooseCluster(io.env)
  const { ready } = await cluster.status()
  const verified = await verifyHere([], 1, io)
  if (!ready) await cluster.down() // what we started
  const failed = verified.filter(({ fault }) => fault !== undefined).length
  return { passed: verified.length - failed, failed }
}

async function runTests(wanted: readonly string[], io: Io): Promise<Results> {
  if (wanted.length === 0) return { passed: 0, failed: 0, skipped: [] }
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

interface Results {
  readonly passed: number
  readonly failed: number
  readonly skipped: readonly string[]
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
