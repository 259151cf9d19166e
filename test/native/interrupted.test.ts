// Whenever a first start is cut off, the next command finishes the job.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { rolesOf, waitForRole, waitForRoles } from '../support/brokers.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { statusOf } from '../support/launcher-calls.ts'
import { shareJars, toolchainOf } from '../support/toolchain.ts'

const allBrokers = ['broker-1', 'broker-2', 'broker-3']

async function expectFinishedBy(clone: Clone, words: readonly string[]): Promise<void> {
  const { code, stderr } = await clone.run(words)
  expect(code, stderr).toBe(0)
  expect(await rolesOf(clone)).toEqual(allBrokers)
  expect(await statusOf(clone)).toMatchObject({ ready: true })
  const drafts = readdirSync(toolchainOf(clone.home)).filter((name) => name.endsWith('.tmp'))
  expect(drafts).toEqual([])
  expect(existsSync(join(clone.home, 'training'))).toBe(false)
}

// While Maven fetches Kafka, while a broker is trained, and while the three start. Each command
// gets one stage further, which proves that it made good what the one before left half done.
const stages = ['maven', 'training', 'broker-1']

describe('a first start that is cut off in every stage', () => {
  test('by Ctrl-C ends with 130 each time and leaves nothing half done at work', async () => {
    await using clone = await makeClone({ bare: true })
    for (const role of stages) {
      const cut = clone.start(['cluster', 'up'])
      await waitForRole(clone, role)
      cut.signalGroup('SIGINT')
      const { code, signal, stderr } = await cut.ended
      expect(code ?? signal, role).toBe(130)
      expect(stderr).toContain('Interrupted')
      if (role !== 'broker-1') await waitForRoles(clone, [])
    }
    await expectFinishedBy(clone, ['cluster', 'up'])
  })

  test('by a kill is finished by the next command, which clears up first', async () => {
    await using clone = await makeClone({ bare: true })
    for (const role of stages) {
      const cut = clone.start(['cluster', 'up'])
      await waitForRole(clone, role)
      process.kill(cut.pid, 'SIGKILL')
      expect((await cut.ended).signal, role).toBe('SIGKILL')
    }
    await expectFinishedBy(clone, ['lesson', '1'])
  })
})

test('of two commands at once one starts three brokers, the other waits; if the first is put to sleep with Ctrl-Z, a third is told', async () => {
  await using clone = await makeClone()
  const both = [clone.start(['cluster', 'up']), clone.start(['cluster', 'up'])]
  const isWaiting = (text: string): boolean =>
    text.includes('Waiting for another command: starting')
  await waitUntil({
    what: 'one of two commands to wait for the other',
    look: async () => both.map((running) => running.printed()),
    done: (printed) => printed.some(isWaiting),
    timeoutMs: 120_000,
    everyMs: 10,
  })
  const [asleep] = both.filter((running) => !isWaiting(running.printed()))
  asleep?.signalGroup('SIGSTOP')
  try {
    const { code, stderr } = await clone.run(['cluster', 'up'])
    expect(code).toBe(3)
    expect(stderr).toContain(`Port ${clone.ports}0 is taken`)
    expect(stderr).toContain(`(pid ${asleep?.pid}, paused)`)
    expect(stderr).toContain(`kill -9 ${asleep?.pid}`)
  } finally {
    asleep?.signalGroup('SIGCONT')
  }
  const ended = await Promise.all(both.map((running) => running.ended))
  expect(ended.map(({ code }) => code)).toEqual([0, 0])
  const waited = ended.map(({ stderr }) => stderr).filter(isWaiting)
  expect(waited).toHaveLength(1)
  expect(waited[0]).not.toContain('Starting')
  expect(await rolesOf(clone)).toEqual(allBrokers)
})

test('down waits until the brokers that are being started can be stopped', async () => {
  await using clone = await makeClone()
  const starting = clone.start(['cluster', 'up'])
  await waitForRole(clone, 'broker-1')
  expect(await clone.run(['cluster', 'down'])).toMatchObject({ code: 0 })
  expect(await starting.ended).toMatchObject({ code: 0 })
  expect(await rolesOf(clone)).toEqual([])
})

test('down ends also what a killed first start has left at work', async () => {
  await using clone = await makeClone({ bare: true })
  shareJars(clone.home)
  const cut = clone.start(['cluster', 'up'])
  await waitForRole(clone, 'training')
  process.kill(cut.pid, 'SIGKILL')
  await cut.ended
  expect(await clone.run(['cluster', 'down'])).toMatchObject({ code: 0 })
  expect(await rolesOf(clone)).toEqual([])
})
