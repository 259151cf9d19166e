import { expect, test } from 'vitest'
import { maskChanging } from './mask.ts'

test.each([
  ['Topic ada.01-producers.k3f9.orders', 'Topic <learner>.01-producers.<run>.orders'],
  ['sent 2026-11-23T04:51:29.408Z', 'sent <time>'],
  ['offset 3 of partition 0, 4.25 s', 'offset 3 of partition 0, 4.25 s'],
])('%s reads %s', (printed, masked) => {
  expect(maskChanging(printed)).toBe(masked)
})
