import { expect, test } from 'vitest'
import { findBadEnding, findUnreadable } from './general.ts'

const error = (message: string) => ({ file: 'exercise.ts', message, unreadable: false })

test('a connection that was not made in time is blamed on the machine', () => {
  const late = error('KafkaJSConnectionError: Connection timeout')
  expect(findBadEnding([], late)[0]).toMatchObject({
    id: 'threw',
    try: expect.stringContaining('connectionTimeout'),
  })
})

test('any other error is not', () => {
  const [found] = findBadEnding([], error('Error: Connection timeout'))
  expect(found?.id).toBe('threw')
  expect(found?.try).not.toContain('connectionTimeout')
})

test('a name that Node does not find in a CommonJS package is told from a text that does not parse', () => {
  const unread = (message: string) =>
    findUnreadable({ file: 'exercise.ts', message, line: 1, unreadable: true })[0]?.id
  const missing = "The requested module 'kafkajs' does not provide an export named 'KafkaJSError'"
  expect(unread(missing)).toBe('no-such-export')
  expect(unread('Unexpected end of file')).toBe('does-not-parse')
})
