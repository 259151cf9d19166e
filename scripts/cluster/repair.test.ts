import { expect, test } from 'vitest'
import type { Condition } from './launcher.ts'
import { describeRepairs } from './repair.ts'

function repairs(...conditions: Condition[]): string[] {
  return describeRepairs(
    conditions.map((condition, index) => ({
      id: index + 1,
      name: `kafka-${index + 1}`,
      address: '',
      condition,
    })),
  )
}

test.each([
  [['absent', 'absent', 'absent']],
  [['stopped', 'stopped', 'stopped']],
  [['up', 'up', 'up']],
] as const)('nothing is said of %s', (conditions) => {
  expect(repairs(...conditions)).toEqual([])
})

test.each([
  ['paused', 'kafka-2 was paused'],
  ['stopped', 'kafka-2 was stopped'],
  ['dead', 'kafka-2 had died'],
  ['outdated', 'kafka-2 ran with other settings'],
  ['absent', 'kafka-2 had lost its data folder'],
  ['no-data', 'kafka-2 had lost its data folder'],
] as const)('a broker found %s is named', (condition, expected) => {
  expect(repairs('up', condition, 'up')).toEqual([expect.stringContaining(expected)])
})

test('a restart of the machine is one sentence, not three', () => {
  expect(repairs('dead', 'dead', 'dead')).toHaveLength(1)
})
