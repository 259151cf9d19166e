import { expect, test } from 'vitest'
import { maskChanging } from './mask.ts'

test.each([
  ['Topic ada.01-producers.k3f9.orders', 'Topic <learner>.01-producers.<run>.orders'],
  ['sent 2026-11-23T04:51:29.408Z', 'sent <time>'],
  ['offset 3 of partition 0, 4.25 s', 'offset 3 of partition 0, 4.25 s'],
])('%s reads %s', (printed, masked) => {
  expect(maskChanging(printed)).toBe(masked)
})

test('a broker that did not know a new topic yet, and was asked again, is no difference', () => {
  const told = `{"level":"ERROR","message":"[Producer] Failed to send messages: This server does not host this topic-partition","retryCount":0}`
  expect(maskChanging(`one\n${told}\ntwo\n`)).toBe('one\ntwo\n')
  const other = '{"level":"ERROR","message":"[Connection] Connection error"}\n'
  expect(maskChanging(other)).toBe(other)
})
