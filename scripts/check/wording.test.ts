import { expect, test } from 'vitest'
import type { Lesson } from '../catalog/index.ts'
import { describeGrading } from './wording.ts'

test('what holds, what does not, and what it did not come to are told apart, the reason beside the first that does not', () => {
  const finding = { id: 'lost', expected: 'e', observed: 'o', why: 'w', try: 't' }
  const text = describeGrading({
    lesson: {} as Lesson,
    answer: 'exercise.ts',
    verdict: 'failed',
    judged: [
      { fact: 'it is stored', holds: true, tried: true },
      { fact: 'it is told', holds: false, tried: false },
      { fact: 'it is not lost', holds: false, tried: true },
      { fact: 'it ends', holds: false, tried: false },
    ],
    findings: [finding],
    notes: [],
    evidence: {},
    output: '',
    durationMs: 1,
  })
  expect(text.split('\n').slice(0, 4)).toEqual([
    '  ok  it is stored',
    '  --  not tried: it is told',
    '  no  it is not lost  [lost]',
    '  --  not tried: it ends',
  ])
})
