import { expect, test } from 'vitest'
import type { Check, Finding, Misconception } from './definition.ts'
import { judge } from './judge.ts'

interface Seen {
  readonly stored: number
  readonly cameToRestart: boolean
}

const check: Pick<Check<Seen>, 'requirements' | 'misconceptions'> = {
  requirements: [
    ['it stores three', ({ stored }) => stored === 3],
    [
      ({ stored }) => `and ${stored} after a restart`,
      ({ cameToRestart }) => cameToRestart,
      ({ cameToRestart }) => cameToRestart,
    ],
  ],
  misconceptions: [],
}

const judged = (evidence: Seen) => judge<Seen>(check, evidence, {})

test('what was found otherwise is told, and what was not come to is not', () => {
  const { judged: facts, findings } = judged({ stored: 2, cameToRestart: false })
  expect(facts).toEqual([
    { fact: 'it stores three', holds: false, tried: true },
    { fact: 'and 2 after a restart', holds: false, tried: false },
  ])
  expect(findings[0]).toMatchObject({ id: 'unrecognised', observed: 'Not so: it stores three.' })
})

test('unless nothing else was found', () => {
  const { findings } = judged({ stored: 3, cameToRestart: false })
  expect(findings[0]?.observed).toBe(
    'The check was over before it came to this: and 3 after a restart.',
  )
})

const finding = { id: 'threw-in-handler', expected: '', observed: '', why: '', try: '' }
const explain = (id: string, standsStill: boolean) => ({
  ...finding,
  id,
  standsStill,
  matches: () => true,
  observed: () => '',
})

test('an error in a handler explains a standstill, and nothing that the program did', () => {
  const ids = (misconceptions: Misconception<Seen>[], caught: readonly Finding[] = [finding]) =>
    judge(
      { ...check, misconceptions },
      { stored: 2, cameToRestart: true },
      { caught },
    ).findings.map(({ id }) => id)
  const [still, done] = [explain('still', true), explain('did-wrong', false)]
  expect(ids([still, done], [])).toEqual(['still', 'did-wrong'])
  expect(ids([still, done])).toEqual(['threw-in-handler', 'still', 'did-wrong'])
  expect(ids([done, still])).toEqual(['did-wrong', 'threw-in-handler', 'still'])
  expect(ids([done])).toEqual(['did-wrong', 'threw-in-handler'])
})
