import { expect, test } from 'vitest'
import { parseStat } from './stat.ts'

function stat(state: string, threads: number): string {
  return `4242 (ja) va) ${state} 1 4242 4242 0 -1 4194560 9 0 0 0 63 9 0 0 20 0 ${threads} 0 77123 3020 81`
}

test('the name may hold a parenthesis, and the start time is found behind it', () => {
  expect(parseStat(stat('S', 40))).toEqual({
    program: 'ja) va',
    paused: false,
    ended: false,
    startedAt: '77123',
  })
})

test.each([
  ['S', 40, false],
  ['T', 40, false],
  ['D', 1, false],
  ['Z', 3, false], // the first thread has ended, others still hold the files
  ['Z', 1, true],
  ['X', 0, true],
])('in state %s with %i threads it has ended: %s', (state, threads, ended) => {
  expect(parseStat(stat(state, threads)).ended).toBe(ended)
})
