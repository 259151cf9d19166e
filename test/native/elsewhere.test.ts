// A Kafka that was there before: unpacked somewhere (KAFKA_HOME), or running somewhere
// (KAFKA_BROKERS).
import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { rolesOf } from '../support/brokers.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { runDemo } from '../support/demo.ts'
import { statusOf } from '../support/launcher-calls.ts'
import { makePrograms } from '../support/path.ts'
import { sharedJars } from '../support/toolchain.ts'

const allBrokers = ['broker-1', 'broker-2', 'broker-3']
const unpacked = mkdtempSync(join(tmpdir(), 'workbook-kafka-'))
let clone: Clone

beforeAll(async () => {
  symlinkSync(sharedJars, join(unpacked, 'libs'))
  clone = await makeClone({ bare: true })
})

afterAll(async () => {
  await clone[Symbol.asyncDispose]()
  rmSync(unpacked, { recursive: true })
})

test('an unpacked Kafka is used as it is, and Maven is not missed', async () => {
  using programs = makePrograms(['java'])
  const env = { PATH: programs.path, KAFKA_HOME: unpacked }
  const { code, stderr } = await clone.run(['cluster', 'up'], env)
  expect(code, stderr).toBe(0)
  expect(stderr).not.toContain('Maven')
  expect(await rolesOf(clone)).toEqual(allBrokers)
  const listed = await clone.run(['kafka', 'topics', '--list'], env)
  expect(listed).toMatchObject({ code: 0, stdout: expect.stringContaining('__consumer_offsets') })
})

test.each(['', 'libs'])('a folder that holds no Kafka is not used ("%s" in it)', async (inside) => {
  await using other = await makeClone({ bare: true })
  const wrong = join(other.folder, 'not-kafka')
  mkdirSync(join(wrong, inside), { recursive: true })
  const { code, stderr } = await other.run(['cluster', 'up'], { KAFKA_HOME: wrong })
  expect(code, stderr).toBe(3)
  expect(stderr).toContain(`KAFKA_HOME is ${wrong}, which holds no Kafka.\nSet KAFKA_HOME`)
})

// What runs since the first test stands for somebody else's cluster.
describe.each([
  ['WORKBOOK_CLUSTER=remote', 'remote'],
  ['KAFKA_BROKERS alone', undefined],
])('a cluster that runs elsewhere, chosen by %s', (_, chosen) => {
  const remote = (ports: string): NodeJS.ProcessEnv => ({
    WORKBOOK_CLUSTER: chosen,
    KAFKA_BROKERS: [1, 2, 3].map((id) => `127.0.0.1:${ports}${id}`).join(', '),
  })

  test('tells its status', async () => {
    const { controller } = await statusOf(clone)
    const { code, stdout } = await clone.run(['cluster', 'status', '--json'], remote(clone.ports))
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toEqual({
      launcher: 'remote',
      ready: true,
      controller,
      brokers: [1, 2, 3].map((id) => ({
        id,
        address: `127.0.0.1:${clone.ports}${id}`,
        state: 'up',
      })),
    })
  })

  test('serves lessons', async () => {
    expect(await clone.run(['cluster', 'up'], remote(clone.ports))).toMatchObject({ code: 0 })
    const { code, stderr } = await runDemo(() => clone.run(['lesson', '1'], remote(clone.ports)))
    expect(code, stderr).toBe(0)
  })

  test.each([
    'down',
    'wipe',
    'wipe yes',
    'stop 2',
    'kill 2',
    'start 2',
    'pause 2',
    'resume 2',
    'logs 2',
  ])('is not ours to %s', async (words) => {
    const command = ['cluster', ...words.split(' ')]
    const { code, stderr } = await clone.run(command, remote(clone.ports))
    expect(code, stderr).toBe(2)
    expect(stderr).toMatch(/a cluster that is not this clone's: it cannot be .+ from here\.\n/)
    expect(await rolesOf(clone)).toEqual(allBrokers)
  })

  test.each([
    ['lesson', '1'],
    ['cluster', 'up'],
  ])('that does not answer: %s %s', async (...words) => {
    await using silent = await makeClone()
    const { code, stderr } = await silent.run(words, remote(silent.ports))
    expect(code, stderr).toBe(3)
    expect(stderr).toContain('No broker answers at 127.0.0.1:')
    expect(stderr).toContain('Check KAFKA_BROKERS')
  })
})

test('a remote cluster without an address is exit 3', async () => {
  const { code, stderr } = await clone.run(['cluster', 'up'], { WORKBOOK_CLUSTER: 'remote' })
  expect(code).toBe(3)
  expect(stderr).toContain('KAFKA_BROKERS is not set')
})
