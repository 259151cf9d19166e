import { expect, test } from 'vitest'
import { findBadEnding } from './general.ts'

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
