// What a learner works with beside check, in a terminal: try, hint, solution, reset, watch, progress.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitUntil } from '../../scripts/cluster/index.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { statusOf } from '../support/launcher-calls.ts'
import type { Running } from '../support/process.ts'
import { hasTerminals, runInTerminal } from '../support/terminal.ts'

const CTRL_C = '\u0003'
const folders = ['01-producers', '02-consumers', '03-partitions', '04-replicas']
let clone: Clone

beforeAll(async () => {
  clone = await makeClone()
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
})

afterAll(() => clone[Symbol.asyncDispose]())

test.each([
  [1, 'exit code 0'],
  [2, 'exit code 0'],
  [3, 'exit code 0'],
  [4, 'acknowledged: payment-9'],
])('try %i finds what the lesson gives, again and again', async (lesson, shown) => {
  answer(lesson, 'solution.ts')
  for (const _ of ['first', 'second']) {
    const printed = await printedBy(['try', `${lesson}`], 0)
    expect(printed).toContain(shown)
    expect(printed).toContain(`Next: npm run check ${lesson}`)
  }
})

test('hints come one by one, the solution opens, and reset begins again', async () => {
  await printedBy(['reset', '1'], 0)
  for (const shown of [1, 2, 3]) {
    const hints = await printedBy(['hint', '1'], 0)
    expect(hints.match(/^Hint \d of 3/gm)).toHaveLength(shown)
  }
  expect(await printedBy(['solution', '1'], 1)).toContain('3 more failed checks')
  expect(await printedBy(['check', '1'], 1)).not.toContain('The same as last time')
  expect(await printedBy(['check', '1'], 1)).toContain('The same as last time. Stuck?')
  await printedBy(['check', '1'], 1)
  expect(await printedBy(['solution', '1'], 0)).toMatch(/^\+ .*producer\.send/m)

  const solved = answer(1, 'solution.ts')
  expect(await printedBy(['check', '1'], 0)).toContain('Passed.\nNext: npm run lesson 2')
  expect(await printedBy(['progress'], 0)).toMatch(/passed .*4 checks +met: nothing-stored/)

  const reset = await printedBy(['reset', '1'], 0)
  const [, aside = ''] = /Your file is kept as (\S+)/.exec(reset) ?? []
  expect(readFileSync(join(clone.folder, aside), 'utf8')).toBe(solved)
  expect(readFileSync(exerciseOf(1), 'utf8')).toContain('TODO')
})

test('progress is exported and imported whole', async () => {
  const file = join(clone.folder, 'mine.json')
  await printedBy(['hint', '2'], 0)
  await printedBy(['progress', 'export', file], 0)
  const elsewhere = { WORKBOOK_STATE: join(clone.folder, 'elsewhere') }
  await clone.run(['progress', 'import', file], elsewhere)
  const { stdout } = await clone.run(['progress', '--json'], elsewhere)
  expect(JSON.parse(stdout)).toEqual(JSON.parse(readFileSync(file, 'utf8')))
})

test('watch grades at every save, until Ctrl-C', async () => {
  answer(1, 'starter.ts')
  const watching = clone.start(['watch', '1'])
  await waitForText(watching, 'Keys:')
  answer(1, 'solution.ts')
  await waitForText(watching, 'Passed.')
  watching.signalGroup('SIGINT')
  expect((await watching.ended).code).toBe(130)
})

test.skipIf(!hasTerminals)(
  'in watch q quits, and Ctrl-C ends a check that is at work',
  async () => {
    answer(1, 'solution.ts')
    const quit = { columns: 80, prompt: 'Keys:', keys: 'q' }
    expect(await runInTerminal(clone, ['watch', '1'], quit)).toMatchObject({ code: 0 })
    writeFileSync(exerciseOf(1), 'setInterval(() => {}, 1000)')
    const interrupt = { columns: 80, prompt: 'your program started', keys: CTRL_C }
    const { code, text } = await runInTerminal(clone, ['watch', '1'], interrupt)
    expect(code, text).toBe(130)
    expect(text).toContain('Putting things back')
    expect(text).not.toContain('Not yet.')
  },
)

test('Ctrl-C while all brokers are frozen brings them back', async () => {
  answer(4, 'solution.ts')
  const check = clone.start(['check', '4'])
  await waitForText(check, 'nobody can confirm anything now')
  check.signalGroup('SIGINT')
  const { code, stdout, stderr } = await check.ended
  expect(code, stderr).toBe(130)
  expect(stderr).toMatch(/Putting things back \.\.\.\nAll is as before\.\n$/)
  expect(stdout).not.toContain('Not yet.')
  const { ready, brokers } = await statusOf(clone)
  expect({ ready, states: brokers.map(({ state }) => state) }).toEqual({
    ready: true,
    states: ['up', 'up', 'up'],
  })
})

function folderOf(lesson: number): string {
  return join(clone.folder, 'lessons', folders[lesson - 1] ?? '')
}

function exerciseOf(lesson: number): string {
  return join(folderOf(lesson), 'exercise.ts')
}

/** Makes a file of the lesson the learner's own, and gives its text. */
function answer(lesson: number, file: string): string {
  copyFileSync(join(folderOf(lesson), file), exerciseOf(lesson))
  return readFileSync(exerciseOf(lesson), 'utf8')
}

async function printedBy(words: readonly string[], expected: number): Promise<string> {
  const { code, stdout, stderr } = await clone.run(words)
  expect(code, stdout + stderr).toBe(expected)
  return stdout
}

function waitForText(running: Running, text: string): Promise<unknown> {
  return waitUntil({
    what: `"${text}" to be printed`,
    look: async () => running.printed(),
    done: (printed) => printed.includes(text),
    timeoutMs: 180_000,
  })
}
