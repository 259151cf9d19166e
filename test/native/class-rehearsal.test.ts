import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { faultsOf, Outcome } from '../../scripts/class/index.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { freePorts } from '../support/ports.ts'

const REHEARSAL_MS = 900_000

let clone: Clone

beforeAll(async () => {
  clone = await makeClone({ env: { WORKBOOK_CLASS_PORTS: await freePorts() } })
})

afterAll(() => clone?.[Symbol.asyncDispose]())

test('five learners at once: no verdict changes, nothing is lost, nobody harms another', {
  timeout: REHEARSAL_MS,
}, async () => {
  const { code, stdout, stderr } = await clone.run(['class', 'rehearse', '5', '--json'])
  expect(stdout, stderr).not.toBe('') // it could not be rehearsed at all
  const {
    faults,
    learners,
    checks,
    attempts,
    told,
  }: Outcome & {
    faults: ReturnType<typeof faultsOf>
  } = JSON.parse(stdout)
  expect({ faults, code, stderr: faults.length > 0 ? stderr : '' }).toEqual({
    faults: [],
    code: 0,
    stderr: '',
  })
  // All of it was done: each learner alone or together, with a broker lost, after the restart.
  const made = (when: string): number => checks.filter((check) => check.when === when).length
  expect(learners).toBe(5)
  expect([made('alone'), made('together'), made('broker lost')]).toEqual([8, 40, 10])
  expect(made('after the restart')).toBe(10)
  expect(told.stored).toBe(checks.length + 1)
  expect(attempts).toHaveLength(1 + 5 * 3)
  expect(existsSync(join(clone.home, 'class'))).toBe(false)
})

test.each([['0'], ['61'], ['many'], ['5 6']])('"%s" learners are refused', async (howMany) => {
  const { code, stderr } = await clone.run(['class', 'rehearse', ...howMany.split(' ')])
  expect(code).toBe(2)
  expect(stderr).toContain('is no number of learners')
})
