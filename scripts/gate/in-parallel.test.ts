import { setImmediate as soon } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { inParallel } from './in-parallel.ts'

test.each([
  ['so many at a time', () => false, 3],
  ['one at a time while the machine is busy', () => true, 1],
])('jobs run in order, %s', async (_, isBusy, most) => {
  const begun: number[] = []
  let [running, seen] = [0, 0]
  const jobs = Array.from({ length: 7 }, (_, index) => ({
    run: async () => {
      begun.push(index)
      running++
      seen = Math.max(seen, running)
      await soon()
      running--
    },
  }))
  await inParallel(jobs, 3, isBusy)
  expect(begun).toEqual([0, 1, 2, 3, 4, 5, 6])
  expect(seen).toBe(most)
})

test('a job that fails ends the waiting', async () => {
  const failing = { run: async () => Promise.reject(new Error('this one')) }
  await expect(inParallel([failing], 2, () => true)).rejects.toThrow('this one')
})
