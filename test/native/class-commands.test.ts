// What a teacher may type in another terminal while the room is open, and after.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { freePorts } from '../support/ports.ts'

const ROOM = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1'
let clone: Clone

beforeAll(async () => {
  clone = await makeClone({ env: { WORKBOOK_CLASS_PORTS: await freePorts() } })
})

afterAll(async () => {
  await clone?.run(['class', 'end', 'yes'])
  await clone?.[Symbol.asyncDispose]()
})

test('a room that is open is known as that, is not ended under its host, and opens again', async () => {
  const nowhere = await clone.run(['class', 'host', '203.0.113.9'])
  expect(nowhere).toMatchObject({ code: 3, stderr: expect.stringContaining('has no address') })

  const host = clone.start(['class', 'host', ROOM])
  await waitUntil({
    what: 'the room to be open',
    look: async () => host.printed(),
    done: (printed) => printed.includes('Your page'),
    timeoutMs: 100_000,
  })
  const again = await clone.run(['class', 'host'])
  expect(again, again.stderr).toMatchObject({ code: 0 })
  expect(again.stdout).toContain('The room is open already')
  const ended = await clone.run(['class', 'end', 'yes'])
  expect(ended).toMatchObject({ code: 2, stderr: expect.stringContaining('with Ctrl-C') })
  expect((await clone.run(['class'])).stdout).toContain('The room is open:')

  host.signalGroup('SIGINT')
  await host.ended
  expect((await clone.run(['class'])).stdout).toContain('The room is closed.')
  expect(await clone.run(['class', 'end', 'yes'])).toMatchObject({ code: 0 })
})
