// In containers too, what the brokers have acknowledged stays until somebody says that it may go.
import { rmSync } from 'node:fs'
import { basename } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Clone, makeClone } from '../support/clone.ts'
import { containersOf, docker, makeComposeClone, provideImage } from '../support/docker.ts'
import { statusOf } from '../support/launcher-calls.ts'
import { keepRecords, readRecords } from '../support/records.ts'

let clone: Clone
let sent: string[]

beforeAll(async () => {
  clone = await makeComposeClone(await provideImage())
  await run(clone, 'up')
  sent = await keepRecords(clone, 'kept')
})

afterAll(() => clone[Symbol.asyncDispose]())

async function run(which: Clone, words: string): Promise<string> {
  const { code, stderr } = await which.run(['cluster', ...words.split(' ')])
  expect(code, stderr).toBe(0)
  return stderr
}

async function expectNothingLost(which = clone): Promise<void> {
  expect(await readRecords(which, 'kept', sent.length)).toEqual(sent)
}

/** Running containers, the one with the lowest address first. */
async function byAddress(ids: string[]): Promise<string[]> {
  const format = '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}'
  const addresses = await docker('inspect', '-f', format, ...ids)
  const last = new Map(ids.map((id, index) => [id, Number(addresses[index]?.split('.').at(-1))]))
  return [...ids].sort((one, other) => (last.get(one) ?? 0) - (last.get(other) ?? 0))
}

test('nothing acknowledged is lost when somebody kills two containers, and starts them again', async () => {
  const some = [
    ...(await containersOf(clone, 'kafka-1')),
    ...(await containersOf(clone, 'kafka-3')),
  ]
  const ids = await byAddress(some)
  await docker('kill', ...ids)
  expect((await statusOf(clone)).brokers.map(({ state }) => state)).toEqual(['dead', 'up', 'dead'])
  // The first to start gets the lowest free address: each one gets that of the other.
  await docker('start', ...ids.reverse())
  expect(await run(clone, 'up')).not.toMatch(/kafka-\d/) // nothing was left to mend
  await expectNothingLost()
})

test('nor by the death of all three at once, which the next command mends', async () => {
  await docker('kill', ...(await containersOf(clone)))
  expect(await run(clone, 'up')).toContain('All brokers had ended without being stopped')
  await expectNothingLost()
})

test('a clone whose folder was deleted under its brokers finds them when it is made again', async () => {
  const before = await containersOf(clone)
  rmSync(clone.home, { recursive: true })
  expect(await run(clone, 'up')).toBe('')
  expect(await containersOf(clone)).toEqual(before)
  await expectNothingLost()
})

test('a clone made again elsewhere, in a folder of the same name, finds the old volumes', async () => {
  await run(clone, 'down')
  const { KAFKA_IMAGE, WORKBOOK_PORTS } = clone.env
  const env = { WORKBOOK_CLUSTER: 'compose', KAFKA_IMAGE, WORKBOOK_PORTS }
  await using again = await makeClone({ name: basename(clone.folder), env })
  await run(again, 'up')
  await expectNothingLost({ ...again, ports: clone.ports })
  await run(again, 'down')
})

test('wipe deletes the volumes, and leaves an empty cluster to begin with', async () => {
  await run(clone, 'wipe yes')
  const volumes = await docker('volume', 'ls', '-q')
  expect(volumes.filter((name) => name.startsWith(basename(clone.folder)))).toEqual([])
})
