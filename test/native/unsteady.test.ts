// How `npm test` tells a test that is broken from one that was unlucky, on a suite made for it.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Clone, makeClone } from '../support/clone.ts'

const config = `export default {
  test: { projects: [{ test: { name: 'unit', include: ['suite/*.test.ts'] } }] },
}
`

const luckyAtTheSecond = `import { existsSync, writeFileSync } from 'node:fs'
import { expect, test } from 'vitest'

test('holds at the second try', () => {
  const second = existsSync('tried')
  writeFileSync('tried', '')
  expect(second).toBe(true)
})
`

const always = (outcome: boolean): string => `import { expect, test } from 'vitest'

test('is ${outcome}', () => expect(${outcome}).toBe(true))
`

let clone: Clone

beforeAll(async () => {
  clone = await makeClone({ bare: true })
  writeFileSync(join(clone.folder, 'vitest.config.ts'), config)
})

afterAll(() => clone[Symbol.asyncDispose]())

beforeEach(() => {
  rmSync(join(clone.folder, 'tried'), { force: true })
  rmSync(join(clone.folder, 'suite'), { recursive: true, force: true })
})

async function testing(suite: Readonly<Record<string, string>>) {
  mkdirSync(join(clone.folder, 'suite'))
  for (const [name, text] of Object.entries(suite)) {
    writeFileSync(join(clone.folder, 'suite', `${name}.test.ts`), text)
  }
  const { code, stdout } = await clone.run(['test', 'unit'])
  const lines = stdout.split('\n')
  const told = lines.filter((line) => /^(AGAIN|UNSTEADY|\d+ passed)/.test(line))
  return { code, told }
}

test('one that passes by itself is named, and does not fail the run', async () => {
  expect(await testing({ fine: always(true), unlucky: luckyAtTheSecond })).toEqual({
    code: 0,
    told: [
      'AGAIN, by themselves: suite/unlucky.test.ts',
      'UNSTEADY: suite/unlucky.test.ts > holds at the second try (failed beside others, passed by itself)',
      '2 passed, 0 failed',
    ],
  })
})

test('one that fails again fails the run', async () => {
  const suite = { fine: always(true), unlucky: luckyAtTheSecond, broken: always(false) }
  expect(await testing(suite)).toEqual({
    code: 1,
    told: [
      'AGAIN, by themselves: suite/broken.test.ts, suite/unlucky.test.ts',
      expect.stringMatching('^UNSTEADY: suite/unlucky.test.ts'),
      '2 passed, 1 failed',
    ],
  })
})

test('an error outside of all tests fails the run, whatever passes then', async () => {
  const stray = `${always(true)}
setTimeout(() => Promise.reject(new Error('stray')))
await new Promise((resolve) => setTimeout(resolve, 50))
`
  const { code, told } = await testing({ unlucky: luckyAtTheSecond, stray })
  expect({ code, told }).toEqual({ code: 1, told: ['1 passed, 1 failed'] })
})

test('many that fail are not run again', async () => {
  const names = ['one', 'two', 'three', 'four']
  const suite = Object.fromEntries(names.map((name) => [name, always(false)]))
  expect(await testing(suite)).toEqual({ code: 1, told: ['0 passed, 4 failed'] })
})
