import { expect, test } from 'vitest'
import {
  afterCheck,
  afterHint,
  afterPrediction,
  merge,
  nothingYet,
  parseProgress,
  progressIn,
} from './record.ts'

const lesson = '03-partitions'
const now = new Date('2026-11-24T08:00:00Z')
const check = (findings: (string | undefined)[]) =>
  findings.reduce((progress, finding) => afterCheck(progress, lesson, finding, now), nothingYet)

test('the same finding twice in a row is counted', () => {
  expect(progressIn(check(['no-key', 'no-key']), lesson)).toMatchObject({
    tries: 2,
    failures: 2,
    lastFinding: 'no-key',
    inARow: 2,
    findings: { 'no-key': 2 },
  })
  expect(progressIn(check(['no-key', 'one-partition', 'no-key']), lesson).inARow).toBe(1)
})

test('a pass ends the failures, and its first date stays', () => {
  const passed = check(['no-key', undefined])
  const again = afterCheck(passed, lesson, undefined, new Date('2027-01-01T00:00:00Z'))
  expect(progressIn(again, lesson)).toEqual({
    tries: 3,
    failures: 0,
    inARow: 0,
    hints: 0,
    findings: { 'no-key': 1 },
    passedAt: '2026-11-24T08:00:00.000Z',
  })
})

test('hints end at the last', () => {
  const thrice = [1, 2, 3, 4].reduce((progress) => afterHint(progress, lesson, 3), nothingYet)
  expect(progressIn(thrice, lesson).hints).toBe(3)
})

test('what is imported loses no pass and no try', () => {
  const own = check(['no-key', 'no-key'])
  const other = afterCheck(nothingYet, lesson, undefined, now)
  expect(progressIn(merge(own, other), lesson)).toMatchObject({
    tries: 2,
    lastFinding: 'no-key',
    passedAt: now.toISOString(),
  })
  expect(merge(other, own)).toEqual(merge(own, other))
})

test.each([
  ['hints', afterHint(nothingYet, lesson, 3)],
  ['a prediction', afterPrediction(nothingYet, lesson, 'three')],
])('%s without a check are imported too', (_, other) => {
  expect(merge(nothingYet, other)).toEqual(other)
})

test.each([
  ['not JSON', '{'],
  ['another version', '{"formatVersion":2,"lessons":{}}'],
  ['a lesson without numbers', '{"formatVersion":1,"lessons":{"a":{}}}'],
])('%s is no progress', (_, text) => {
  expect(parseProgress(text)).toBeUndefined()
})

test('what is written can be read', () => {
  const progress = check(['no-key'])
  expect(parseProgress(JSON.stringify(progress))).toEqual(progress)
})
