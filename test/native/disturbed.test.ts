// A broker that goes or comes back during a check, and not by the check's own doing.
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { ask, knownBrokers } from '../../scripts/wire/index.ts'
import { pidOf } from '../support/brokers.ts'
import { type Clone, makeClone } from '../support/clone.ts'

let clone: Clone

beforeAll(async () => {
  clone = await makeClone()
})

afterAll(() => clone[Symbol.asyncDispose]())

beforeEach(async () => {
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
})

/** What is said of a program that sends nothing, and ends when `happening` is over. */
async function checkDuring(happening: (pid: number) => Promise<void>): Promise<object> {
  const answer = join(clone.folder, 'answer.ts')
  const over = join(clone.folder, 'over')
  writeFileSync(
    answer,
    `
    import { existsSync } from 'node:fs'
    import { setTimeout as pause } from 'node:timers/promises'
    while (!existsSync('${over}')) await pause(20)
  `,
  )
  rmSync(over, { force: true })
  const checking = clone.start(['check', '1', 'file', answer, '--json'])
  await waitUntil({
    what: 'the program to run',
    look: async () => checking.printed(),
    done: (printed) => printed.includes('your program started'),
    timeoutMs: 120_000,
  })
  await happening(await pidOf(clone, 'broker-2'))
  writeFileSync(over, '')
  const { code, stdout } = await checking.ended
  return { code, ...JSON.parse(stdout) }
}

async function waitUntilIn(ids: readonly number[]): Promise<void> {
  await waitUntil({
    what: `the controller to have let in ${ids}`,
    look: async () => {
      const seen = await ask(`127.0.0.1:${clone.ports}1`, knownBrokers, 5000).catch(() => undefined)
      return seen?.brokers.map(({ id }) => id).sort()
    },
    done: (seen) => String(seen) === String(ids),
    timeoutMs: 120_000,
  })
}

test.each<[string, (pid: number) => Promise<void>]>([
  [
    'dies',
    async (pid) => {
      process.kill(pid, 'SIGKILL')
    },
  ],
  [
    'is frozen until another takes over',
    async (pid) => {
      process.kill(pid, 'SIGSTOP')
      await waitUntilIn([1, 3])
      process.kill(pid, 'SIGCONT')
      await waitUntilIn([1, 2, 3])
    },
  ],
])('an answer is not called wrong when a broker %s meanwhile', async (_, happening) => {
  expect(await checkDuring(happening)).toMatchObject({
    code: 3,
    verdict: 'error',
    findings: [],
    notes: [
      expect.stringContaining('A broker was lost'),
      expect.stringContaining('Run the same command again.'),
    ],
  })
})

test('an answer is called wrong when a broker was frozen for a moment and led on', async () => {
  const graded = await checkDuring(async (pid) => {
    process.kill(pid, 'SIGSTOP')
    process.kill(pid, 'SIGCONT')
  })
  expect(graded).toMatchObject({ code: 1, verdict: 'failed' })
  expect(graded).toHaveProperty('findings.0.id', 'nothing-stored')
})
