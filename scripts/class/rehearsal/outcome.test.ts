import { expect, test } from 'vitest'
import {
  describeOutcome,
  durationsOf,
  faultsOf,
  type Outcome,
  share,
  type When,
} from './outcome.ts'
import { parts } from './script.ts'

const [part] = parts as [(typeof parts)[number]]
const check = (when: When, durationMs: number, verdict = part.expected) => ({
  learner: 'learner1',
  part,
  verdict,
  durationMs,
  when,
  repeated: false,
})

const fine: Outcome = {
  learners: 3,
  checks: [
    check('alone', 1000),
    check('together', 2000),
    check('together', 3000),
    check('together', 4000),
  ],
  shown: [{ when: 'together', shownAfterMs: 200 }],
  attempts: [{ what: 'to fly', refused: true }],
  told: { stored: 4, expected: 4, keptWhenAway: true },
  misshown: [],
}

test('when all is as it must be there are no faults, and nothing is lost', () => {
  expect(faultsOf(fine)).toEqual([])
  expect(describeOutcome(fine)).toMatch(/Lost +nothing/)
})

test.each<[string, Partial<Outcome>]>([
  ['a verdict that changed', { checks: [check('together', 1, 'no-key')] }],
  ['a check that could not be done', { checks: [check('together', 1, 'not done: no answer')] }],
  ['an event that is not stored', { told: { ...fine.told, stored: 3 } }],
  ['an event that nobody told', { told: { ...fine.told, stored: 5 } }],
  ['an event that was not kept', { told: { ...fine.told, keptWhenAway: false } }],
  ['an event that was not shown', { shown: [{ when: 'alone', shownAfterMs: undefined }] }],
  ['an attack that nobody refused', { attempts: [{ what: 'to fly', refused: false }] }],
  ['a learner who is shown otherwise', { misshown: ['learner2'] }],
])('%s is a fault, and is told', (_what, changes) => {
  const outcome = { ...fine, ...changes }
  const faults = faultsOf(outcome)
  expect(faults).toHaveLength(1)
  expect(describeOutcome(outcome)).toContain(faults[0])
  expect(describeOutcome(outcome)).not.toMatch(/Lost +nothing/)
})

test('an answer is measured against one learner alone', () => {
  expect(durationsOf(fine)).toEqual([
    { lesson: part.lesson, answer: part.answer, aloneMs: 1000, p50Ms: 3000, p95Ms: 4000 },
  ])
})

test('the share of values', () => {
  expect(share([5, 1, 4, 2, 3], 0.5)).toBe(3)
  expect(share([1], 0.95)).toBe(1)
  expect(share([], 0.5)).toBeNaN()
})
