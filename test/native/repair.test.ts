// Whatever was done to the brokers since the last command, the next one brings them back.
import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keepEligibleLeaders } from '../../scripts/cluster/index.ts'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { ask, metadata } from '../../scripts/wire/index.ts'
import { pidOf, rolesOf, waitForState } from '../support/brokers.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { statusOf } from '../support/launcher-calls.ts'
import { keepRecords, listTopics, readRecords } from '../support/records.ts'

const allBrokers = ['broker-1', 'broker-2', 'broker-3']
let clone: Clone
// Of these topics one asks for two copies of every record, the other is as Kafka makes it.
const topics = { kept: 2, plain: 1 }
const sent = new Map<string, string[]>()

beforeAll(async () => {
  clone = await makeClone()
  await bringUp()
  await Promise.all(
    Object.entries(topics).map(async ([topic, minInSync]) => {
      sent.set(topic, await keepRecords(clone, topic, { minInSync }))
    }),
  )
})

afterAll(() => clone[Symbol.asyncDispose]())

async function bringUp(): Promise<string> {
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
  expect(await statusOf(clone)).toMatchObject({ ready: true })
  expect(await rolesOf(clone)).toEqual(allBrokers)
  return stderr
}

async function expectNothingLost(): Promise<void> {
  for (const [topic, values] of sent) {
    expect(await readRecords(clone, topic, values.length), topic).toEqual(values)
  }
}

async function lowerMinInSync(topic: string): Promise<void> {
  const entity = ['--entity-type', 'topics', '--entity-name', topic]
  const lower = ['--alter', ...entity, '--add-config', 'min.insync.replicas=2']
  expect(await clone.run(['kafka', 'configs', ...lower])).toMatchObject({ code: 0 })
}

async function removeTopic(topic: string): Promise<void> {
  const remove = ['--delete', '--topic', topic]
  expect(await clone.run(['kafka', 'topics', ...remove])).toMatchObject({ code: 0 })
}

async function remove(folder: string): Promise<void> {
  await waitUntil({
    what: `${folder} to be gone`,
    look: async () => {
      try {
        rmSync(folder, { recursive: true })
      } catch (error) {
        // A broker that runs there has written a file just now.
        if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error
      }
      return existsSync(folder)
    },
    done: (isThere) => !isThere,
    timeoutMs: 120_000,
    everyMs: 10,
  })
}

function removeData(id: number): Promise<void> {
  return remove(join(clone.home, `broker-${id}`, 'data'))
}

async function waitForAllCopies(topic: string): Promise<void> {
  await waitUntil({
    what: `all copies of ${topic} to be in sync`,
    look: async () => {
      const seen = await ask(`127.0.0.1:${clone.ports}1`, metadata, 5000).catch(() => undefined)
      return seen?.partitions.filter((partition) => partition.topic === topic) ?? []
    },
    done: (partitions) =>
      partitions.length > 0 &&
      partitions.every(({ inSyncReplicas }) => inSyncReplicas.length === 3),
    timeoutMs: 120_000,
  })
}

describe('a broker that something else', () => {
  test.each([
    ['killed', 'SIGKILL', 'dead', 'kafka-2 had died; it was started again.'],
    ['asked to end', 'SIGTERM', 'dead', 'kafka-2 had died; it was started again.'],
    ['paused', 'SIGSTOP', 'paused', 'kafka-2 was paused; it goes on.'],
  ] as const)('%s is brought back, and named', async (_, signal, state, note) => {
    process.kill(await pidOf(clone, 'broker-2'), signal)
    await waitForState(clone, 2, state)
    const status = await statusOf(clone)
    expect(status.ready).toBe(false)
    expect(status.brokers.map((broker) => broker.state)).toEqual(['up', state, 'up'])
    const said = await bringUp()
    expect(said).toContain(note)
    expect(said).not.toMatch(/kafka-[13] /)
    await expectNothingLost()
  })
})

test('a broker that was stopped is started, and named', async () => {
  await clone.run(['cluster', 'stop', '3'])
  const status = await statusOf(clone)
  expect(status.ready).toBe(false)
  expect(status.brokers.map(({ state }) => state)).toEqual(['up', 'up', 'stopped'])
  expect(await bringUp()).toContain('kafka-3 was stopped; it was started again.')
})

test('the controller in the status is the one that Kafka names, also after it was killed', async () => {
  const { controller } = await statusOf(clone)
  process.kill(await pidOf(clone, `broker-${controller}`), 'SIGKILL')
  await waitUntil({
    what: 'another controller, by both', // one may be asked before the next election, one after it
    look: async () => {
      const { controller: shown } = await statusOf(clone)
      const quorum = await clone.run(['kafka', 'metadata-quorum', 'describe', '--status'])
      return { shown, named: Number(/LeaderId:\s+(\d+)\n/.exec(quorum.stdout)?.[1]) }
    },
    done: ({ shown, named }) => shown !== controller && shown === named,
    timeoutMs: 120_000,
  })
  await bringUp()
})

test('a broker comes back after a kill, whatever min.insync.replicas was while it was away', async () => {
  await keepRecords(clone, 'lowered', { minInSync: 3 })
  await clone.run(['cluster', 'stop', '1'])
  await lowerMinInSync('lowered')
  await bringUp()
  await removeTopic('lowered')
  await clone.run(['cluster', 'kill', '1'])
  await bringUp()
})

test('a broker that eligible leaders keep out, on a cluster that `docker compose` made, is let in', async () => {
  const addresses = [1, 2, 3].map((id) => `127.0.0.1:${clone.ports}${id}`)
  await keepEligibleLeaders(addresses, true)
  await keepRecords(clone, 'spoiled', { minInSync: 3 })
  await clone.run(['cluster', 'stop', '1'])
  await lowerMinInSync('spoiled')
  expect(await clone.run(['cluster', 'start', '1'])).toMatchObject({ code: 0 })
  await waitForAllCopies('spoiled')
  await removeTopic('spoiled')
  await clone.run(['cluster', 'kill', '1'])
  await bringUp()
})

describe('a broker whose data folder was removed', () => {
  test('while it ran gets a copy of everything', async () => {
    await Promise.all(Object.keys(topics).map(waitForAllCopies))
    await removeData(2)
    await waitForState(clone, 2, 'dead')
    expect((await statusOf(clone)).ready).toBe(false)
    expect(await bringUp()).toContain('kafka-2 had lost its data folder')
    await expectNothingLost()
    await Promise.all(Object.keys(topics).map(waitForAllCopies))
  })

  // Each in turn: one of them was the last to end, and the only one that Kafka holds for complete.
  test.each([1, 2, 3])('while all were down (kafka-%i) gets a copy of everything', async (id) => {
    expect(await clone.run(['cluster', 'down'])).toMatchObject({ code: 0 })
    const { ready, controller, brokers } = await statusOf(clone)
    expect({ ready, controller }).toEqual({ ready: false, controller: null })
    expect(brokers.map(({ state }) => state)).toEqual(Array(3).fill('stopped'))
    await removeData(id)
    expect(await bringUp()).toContain(`kafka-${id} had lost its data folder`)
    await expectNothingLost()
    await Promise.all(Object.keys(topics).map(waitForAllCopies))
  })
})

test('two lost data folders are too many, whatever the command: nothing is touched, and the remedy named', async () => {
  expect(await clone.run(['cluster', 'down'])).toMatchObject({ code: 0 })
  await removeData(1)
  rmSync(join(clone.home, 'broker-2'), { recursive: true })
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code).toBe(3)
  expect(stderr).toContain('kafka-1 and kafka-2 have lost their data folders')
  expect(stderr).toContain('npm run cluster wipe')
  for (const id of ['1', '2']) {
    expect(await clone.run(['cluster', 'start', id])).toMatchObject({ code: 3 })
    expect(existsSync(join(clone.home, `broker-${id}`, 'data'))).toBe(false)
  }
  expect(await rolesOf(clone)).toEqual([])
  expect(existsSync(join(clone.home, 'broker-3', 'data', 'meta.properties'))).toBe(true)
  expect(await clone.run(['cluster', 'wipe', 'yes'])).toMatchObject({ code: 0 })
  await bringUp()
})

test('after all data folders were removed under the brokers, the cluster begins empty', async () => {
  for (const id of [1, 2, 3]) await removeData(id)
  await waitForState(clone, 2, 'dead')
  expect(await bringUp()).toContain('All brokers had lost their data folders')
  expect((await listTopics(clone)).filter((topic) => !topic.startsWith('__'))).toEqual([])
  const fresh = await keepRecords(clone, 'fresh')
  expect(await readRecords(clone, 'fresh', fresh.length)).toEqual(fresh)
})

test('after the whole state folder was removed under the brokers, it is made again', async () => {
  await remove(clone.home)
  await bringUp()
  const fresh = await keepRecords(clone, 'afresh')
  expect(await readRecords(clone, 'afresh', fresh.length)).toEqual(fresh)
})
