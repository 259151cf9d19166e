import type { Lesson } from '../catalog/index.ts'
import { WorkbookError } from '../errors.ts'
import { portPrefix } from '../lock.mjs'
import { silent } from '../terminal/index.ts'
import type { Command, Io } from './command.ts'
import { type Results, runTests } from './run-tests.ts'
import { runChecks } from './run-tools.ts'
import { allLessons } from './which-lesson.ts'

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
    const results = await runProjects(
      wanted.filter((name) => !missing.has(name)),
      io,
    )
    for (const [name, why] of missing) io.print(`NOT RUN: ${name} (${why})`)
    for (const name of results.skipped) io.print(`NOT RUN: ${name}`)
    for (const name of refused) io.print(`Required, but not run: ${name}`)
    const skipped = required.length > 0 ? results.skipped.length : 0
    const failed = results.failed + (linted ? 0 : 1) + refused.length + skipped
    io.print(`${results.passed} passed, ${failed} failed`)
    return failed === 0 && results.passed > 0 ? 0 : 1
  },
}

const projects: readonly string[] = ['unit', 'native', 'browser', 'lessons', 'compose']

const nothing: Results = { passed: 0, failed: 0, skipped: [] }

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

async function runProjects(wanted: readonly string[], io: Io): Promise<Results> {
  const inVitest = wanted.filter((name) => name !== 'lessons')
  const withLessons = wanted.includes('lessons')
  if (inVitest.length === 0) return withLessons ? proveLessons(allLessons(), io) : nothing
  return withLessons ? runBeside(inVitest, io) : runTests(inVitest, io)
}

/**
 * Lessons that take brokers away wait more than they work, and are proven beside the tests. The
 * others are proven by themselves: beside the tests they were disturbed by brokers that starved.
 */
async function runBeside(inVitest: readonly string[], io: Io): Promise<Results> {
  const [{ provideKafka }, { loadCheck }] = await Promise.all([
    import('../cluster/index.ts'),
    import('../check/index.ts'),
  ])
  const lessons = await Promise.all(
    allLessons().map(async (lesson) => ({ lesson, check: await loadCheck(lesson) })),
  )
  const thatTakeBrokers = (take: boolean): Lesson[] =>
    lessons.flatMap(({ lesson, check }) => ((check.takesBrokers ?? false) === take ? [lesson] : []))
  // Before they prepare it in each other's way.
  await provideKafka(portPrefix(io.env), io.env, io.report)
  const lines = holdLines(io)
  const beside = proveLessons(thatTakeBrokers(true), lines.io)
  const tests = runTests(inVitest, io, beside).finally(lines.release)
  await Promise.allSettled([tests, beside]) // an error of one must not leave the other running
  const before = [await tests, await beside]
  return addUp([...before, await proveLessons(thatTakeBrokers(false), io)])
}

function addUp(results: readonly Results[]): Results {
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, one) => all + one, 0)
  return {
    passed: sum(results.map(({ passed }) => passed)),
    failed: sum(results.map(({ failed }) => failed)),
    skipped: results.flatMap(({ skipped }) => skipped),
  }
}

/** Keeps the lines that are printed until they are released: vitest draws over those of others. */
function holdLines(io: Io): { io: Io; release: () => void } {
  let held: string[] | undefined = []
  const print: Io['print'] = (text = '') => (held ? void held.push(text) : io.print(text))
  const release = (): void => {
    for (const line of held ?? []) io.print(line)
    held = undefined
  }
  const report = { ...silent, note: io.report.note }
  return { io: { ...io, print, report }, release }
}

/** Every answer of these lessons, graded once on this clone's own brokers. */
async function proveLessons(lessons: readonly Lesson[], io: Io): Promise<Results> {
  if (lessons.length === 0) return nothing
  const [{ verifyHere }, { chooseCluster }] = await Promise.all([
    import('./verify.ts'),
    import('../cluster/index.ts'),
  ])
  const cluster = await chooseCluster(io.env)
  const { ready } = await cluster.status()
  try {
    const verified = await verifyHere(lessons, 1, io)
    const failed = verified.filter(({ fault }) => fault !== undefined).length
    return { passed: verified.length - failed, failed, skipped: [] }
  } finally {
    if (!ready) await cluster.down() // what we started
  }
}
