import { setImmediate as soon } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { type ProblemCode, WorkbookError } from '../errors.ts'
import { shared, undisturbed } from './undisturbed.ts'

const failing = (code: ProblemCode, times: number) => {
  let tried = 0
  return async () => {
    if (tried++ < times) throw new WorkbookError(code, code)
    return tried
  }
}

test('what was disturbed is graded again when the brokers have settled', async () => {
  let settled = 0
  const settle = async () => void settled++
  expect(await undisturbed(failing('DISTURBED', 2), settle)).toBe(3)
  expect(settled).toBe(2)
})

test('also when tidying up after it failed as well', async () => {
  const grade = failing('DISTURBED', 1)
  const tidyUp = failing('NOT_READY', 1)
  const attempt = async () => {
    await using _ = { [Symbol.asyncDispose]: async () => void (await tidyUp()) }
    return await grade()
  }
  expect(await undisturbed(attempt, async () => {})).toBe(2)
})

test('whoever is disturbed every time is told so, and other errors at once', async () => {
  await expect(undisturbed(failing('DISTURBED', 9), soon)).rejects.toThrow('DISTURBED')
  const never = () => Promise.reject(new Error('settled'))
  await expect(undisturbed(failing('NOT_READY', 1), never)).rejects.toThrow('NOT_READY')
})

test('brokers settle once for all who wait for it, and again for who comes later', async () => {
  let times = 0
  const settle = shared(async () => {
    await soon()
    times++
  })
  await Promise.all([settle(), settle()])
  expect(times).toBe(1)
  await settle()
  expect(times).toBe(2)
})
