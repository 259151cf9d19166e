// Who looks at the brokers keeps connections, and remembers who answered: both may be gone.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { Observer } from '../../scripts/evidence/index.ts'
import { pidOf } from '../support/brokers.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { keepRecords, readRecords } from '../support/records.ts'

const TOPIC = 'kept'
const RECORDS = 30
let clone: Clone
let observer: Observer
let group: string

beforeAll(async () => {
  clone = await makeClone()
  await up()
  await keepRecords(clone, TOPIC, { count: RECORDS })
  await readRecords(clone, TOPIC, RECORDS)
  observer = new Observer([1, 2, 3].map((id) => `127.0.0.1:${clone.ports}${id}`))
  group = (await observer.groups())[0] ?? ''
})

afterAll(() => clone[Symbol.asyncDispose]())

async function up(): Promise<void> {
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
}

// Or the next that is frozen is perhaps the only one in sync.
async function waitUntilInSync(): Promise<void> {
  await waitUntil({
    what: 'all copies to be in sync',
    look: async () =>
      (await Promise.all([TOPIC, '__consumer_offsets'].map((one) => observer.partitions(one))))
        .flat()
        .filter(({ inSyncReplicas }) => inSyncReplicas.length < 3).length,
    done: (behind) => behind === 0,
    timeoutMs: 120_000,
  })
}

async function expectAllSeen(): Promise<void> {
  const [stored, committed] = await Promise.all([observer.stored(TOPIC), observer.committed(group)])
  expect(stored.flatMap(({ records }) => records)).toHaveLength(RECORDS)
  const offsets = [...(committed[TOPIC]?.values() ?? [])]
  expect(offsets.reduce((sum, offset) => sum + offset, 0)).toBe(RECORDS)
  // The broker that takes over may not know yet that the last member left, and keeps it for a session.
  await waitUntil({
    what: 'the group to be empty',
    look: () => observer.group(group),
    done: ({ state }) => state === 'Empty',
    timeoutMs: 60_000,
  })
}

test.each([1, 2, 3])('sees all while kafka-%i is frozen, and when it goes on', async (id) => {
  await waitUntilInSync()
  await expectAllSeen()
  const pid = await pidOf(clone, `broker-${id}`)
  process.kill(pid, 'SIGSTOP')
  try {
    await expectAllSeen()
  } finally {
    process.kill(pid, 'SIGCONT')
  }
  await expectAllSeen()
})

test('sees all when a broker has died, and when it is back', async () => {
  await waitUntilInSync()
  await expectAllSeen()
  process.kill(await pidOf(clone, 'broker-2'), 'SIGKILL')
  await expectAllSeen()
  await up()
  await expectAllSeen()
})
