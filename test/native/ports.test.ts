// A port that another program has: who it is, and how to move out of its way. For the brokers of
// another clone see paths.test.ts.
import { basename } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rolesOf } from '../support/brokers.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { startListener } from '../support/listener.ts'

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
  const port = Number(`${clone.ports}${digit}`)
  await using listener = await startListener(port, manner)
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(3)
  const who = `${basename(process.execPath)} (pid ${listener.pid})`
  expect(stderr).toContain(`Port ${port} is taken by another program: ${who}.\n`)
  expect(stderr).toContain('WORKBOOK_PORTS=2909')
  expect(await rolesOf(clone)).toEqual([])
})
