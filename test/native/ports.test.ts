// A port that another program has: who it is, and how to move out of its way. For the brokers of
// another clone see paths.test.ts.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rolesOf } from '../support/brokers.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { expectTakenPortNamed } from '../support/taken-port.ts'

let clone: Clone

beforeAll(async () => {
  clone = await makeClone()
})

afterAll(() => clone[Symbol.asyncDispose]())

test.each([
  ['a broker listens for programs', 2, 'says nothing'],
  ['brokers talk to one another', 5, 'says nothing'],
  ['controllers talk to one another', 9, 'says nothing'],
  ['the lock is', 0, 'says nothing'],
  ['the lock is', 0, 'hangs up at once'],
  ['the lock is', 0, 'speaks first'],
] as const)('taken where %s (%i), by a program that %s', async (_, digit, manner) => {
  await expectTakenPortNamed(clone, digit, manner)
  expect(await rolesOf(clone)).toEqual([])
})
