import { expect, test } from 'vitest'
import { Guard } from './guard.ts'

test('two slips cost nothing, then each wrong code doubles the wait, up to half a minute', () => {
  let now = 0
  const guard = new Guard(() => now)
  const waits = Array.from({ length: 10 }, () => {
    guard.wrong('10.0.0.9')
    const waitMs = guard.waitFor('10.0.0.9')
    now += waitMs
    return waitMs
  })
  expect(waits).toEqual([0, 0, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000])
  expect(guard.waitFor('10.0.0.9')).toBe(0)
})

test('others are not slowed down, and knowing the code ends it', () => {
  const guard = new Guard(() => 0)
  for (let slip = 0; slip < 5; slip++) guard.wrong('10.0.0.9')
  expect(guard.waitFor('10.0.0.8')).toBe(0)
  guard.right('10.0.0.9')
  expect(guard.waitFor('10.0.0.9')).toBe(0)
})
