import { expect, test } from 'vitest'
import { fullName, learnerPrefix } from '../kit/names.ts'
import { isOfGrading, newRun } from './run-name.ts'

test('what a grading makes is known by its name', () => {
  const owner = { learner: 'ada.l', lesson: '01-producers', run: newRun() }
  const prefix = learnerPrefix({ WORKBOOK_LEARNER: owner.learner })
  expect(isOfGrading(fullName(owner, 'orders'), prefix)).toBe(true)
})

test.each([
  ['somebody else', 'bob.01-producers.k3f9.orders'],
  ['a run by hand', 'ada.01-producers.me.orders'],
  ['a demo', 'ada.01-producers.1f3a9c77.orders'],
  ['a run that was given a name', 'ada.01-producers.test.orders'],
  ['a topic of another program', 'ada.k3f9.orders'],
  ["Kafka's own", '__consumer_offsets'],
])('%s made %s', (_, name) => {
  expect(isOfGrading(name, 'ada.')).toBe(false)
})

test('gradings that run side by side share no name', () => {
  const names = Array.from({ length: 5000 }, newRun)
  expect(new Set(names).size).toBe(names.length)
  for (const name of names)
    expect(isOfGrading(`ada.01-producers.${name}.orders`, 'ada.')).toBe(true)
})
