import { expect, test } from 'vitest'
import { runAccidentsAgain } from './accidents.ts'
import { sumUp, type TestRun } from './run-tools.ts'

const resultsOf = (file: string, passed: number, failed: number) => ({
  file,
  passed,
  failed,
  skipped: [],
})
const run = (...files: TestRun['files']): TestRun => ({ files, brokeDown: false })

test('what fails beside others and passes by itself has passed', async () => {
  const first = run(resultsOf('a', 5, 0), resultsOf('b', 2, 1))
  const tried: string[] = []
  const final = await runAccidentsAgain(first, async (file) => {
    tried.push(file)
    return run(resultsOf(file, 3, 0))
  })
  expect(tried).toEqual(['b'])
  expect(sumUp(final)).toMatchObject({ passed: 8, failed: 0 })
})

test('what fails by itself as well has failed', async () => {
  const first = run(resultsOf('a', 5, 0), resultsOf('b', 2, 1))
  const final = await runAccidentsAgain(first, async (file) => run(resultsOf(file, 1, 2)))
  expect(sumUp(final)).toMatchObject({ passed: 6, failed: 2 })
})

test('a second run that breaks down proves nothing', async () => {
  const first = run(resultsOf('b', 2, 1))
  const final = await runAccidentsAgain(first, async () => ({ files: [], brokeDown: true }))
  expect(sumUp(final)).toMatchObject({ passed: 2, failed: 1 })
})

test('many files that fail are not run again, nor is what broke down forgiven', async () => {
  const many = run(...['a', 'b', 'c', 'd'].map((file) => resultsOf(file, 0, 1)))
  const never = () => Promise.reject(new Error('run again'))
  expect(sumUp(await runAccidentsAgain(many, never))).toMatchObject({ failed: 4 })
  const broken: TestRun = { files: [resultsOf('a', 1, 0)], brokeDown: true }
  expect(sumUp(await runAccidentsAgain(broken, never))).toMatchObject({ passed: 1, failed: 1 })
})
