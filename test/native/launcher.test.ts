import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ClusterStatus } from '../../scripts/cluster/index.ts'
import { LocalCluster } from '../../scripts/cluster/local-cluster.ts'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { silent } from '../../scripts/terminal/index.ts'
import { rolesOf } from '../support/brokers.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { createNativeCluster } from '../support/cluster.ts'
import { launcherCalls, statusOf } from '../support/launcher-calls.ts'

const allBrokers = ['broker-1', 'broker-2', 'broker-3']
let clone: Clone

beforeAll(async () => {
  clone = await makeClone()
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
})

afterAll(() => clone[Symbol.asyncDispose]())

launcherCalls(() => clone)

test('whoever does several things to the brokers is not disturbed by another command', async () => {
  const cluster = new LocalCluster(createNativeCluster(clone), clone.env, async () => undefined)
  const killing = await cluster.exclusively('checking lesson 4', silent, async (brokers) => {
    expect(await brokers.stop(2)).toBe(true)
    const other = clone.start(['cluster', 'kill', '3'])
    await waitUntil({
      what: 'the other command to wait',
      look: async () => other.printed(),
      done: (text) => text.includes('Waiting for another command: checking lesson 4'),
      timeoutMs: 120_000,
    })
    expect(await brokers.start(2)).toBe(true)
    expect(await brokers.pause(1)).toBe(true)
    await brokers.up(silent)
    expect(await brokers.resume(1)).toBe(false)
    expect(await statusOf(clone)).toMatchObject({ ready: true })
    return other
  })
  expect(await killing.ended).toMatchObject({ code: 0 })
  expect((await statusOf(clone)).brokers[2]?.state).toBe('dead')
  await cluster.up(silent)
})

test('every broker is one process of its own', async () => {
  expect(await rolesOf(clone)).toEqual(allBrokers)
})

test('status is JSON alone on standard output', async () => {
  const { stdout, stderr } = await clone.run(['cluster', 'status', '--json'])
  const status: ClusterStatus = JSON.parse(stdout)
  expect(status).toEqual({
    launcher: 'native',
    ready: true,
    controller: expect.any(Number),
    brokers: [1, 2, 3].map((id) => ({
      id,
      address: `127.0.0.1:${clone.ports}${id}`,
      state: 'up',
    })),
  })
  expect(stderr).toBe('')
})

test.each([
  ['wipe', '2', 'yes'],
  ['down', '2'],
  ['up', 'kafka-1'],
])('"cluster %s %s" is not taken for all brokers', async (...words) => {
  const { code, stderr } = await clone.run(['cluster', ...words])
  expect(code, stderr).toBe(2)
  expect(stderr).toContain('npm run cluster stop 2')
  expect(await rolesOf(clone)).toEqual(allBrokers)
})

test('one broker of a cluster that is down starts, and says nothing it cannot know', async () => {
  await clone.run(['cluster', 'down'])
  expect(await clone.run(['cluster', 'start', '1'])).toMatchObject({ code: 0 })
  expect(await rolesOf(clone)).toEqual(['broker-1'])
  await clone.run(['cluster', 'down'])
})

test("Kafka's tools say that no broker runs instead of waiting for one", async () => {
  const { code, stderr } = await clone.run(['kafka', 'topics', '--list'])
  expect(code, stderr).toBe(3)
  expect(stderr).toContain('npm run cluster up')
})
