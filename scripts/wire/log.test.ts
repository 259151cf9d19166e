import { expect, test } from 'vitest'
import { OverQuota } from './errors.ts'
import { fetchLog } from './log.ts'
import { mayRead } from './rights.ts'

// As a broker answers who has used up a quota: throttled for 1000 ms, no topics.
const empty = Buffer.from('000003e800000000', 'hex')

test('an answer without the topic that was asked for means that a quota is used up', () => {
  expect(() => fetchLog('orders', 0, 0).read(empty)).toThrow(OverQuota)
  expect(() => mayRead('orders').read(empty)).toThrow(OverQuota)
})
