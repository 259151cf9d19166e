// What may befall a first start in containers: it is cut off, a port is taken, the folder has an
// odd name.
import { expect, test } from 'vitest'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { runDemo } from '../support/demo.ts'
import { containersOf, makeComposeClone, provideImage } from '../support/docker.ts'
import { statusOf } from '../support/launcher-calls.ts'
import { waitForGroupToEnd } from '../support/process-list.ts'
import { expectTakenPortNamed } from '../support/taken-port.ts'

test('a first start that is cut off by Ctrl-C, then by a kill, is finished by the next command', async () => {
  await using clone = await makeComposeClone(await provideImage())
  const cut = clone.start(['cluster', 'up'])
  await waitUntil({
    what: 'the first container to be made',
    look: () => containersOf(clone, undefined, { ended: true }),
    done: (ids) => ids.length > 0,
    timeoutMs: 120_000,
  })
  cut.signalGroup('SIGINT')
  const { code, stderr } = await cut.ended
  expect(code, stderr).toBe(130)
  expect(stderr).toContain('Interrupted')

  const killed = clone.start(['cluster', 'up'])
  await waitUntil({
    what: 'the second start to be under way',
    look: async () => killed.printed(),
    done: (printed) => /Kafka brokers|Bringing back/.test(printed),
    timeoutMs: 120_000,
    everyMs: 10,
  })
  process.kill(killed.pid, 'SIGKILL')
  expect((await killed.ended).signal).toBe('SIGKILL')
  await waitForGroupToEnd(killed.pid) // a `docker compose up` that it began

  const finished = await clone.run(['cluster', 'up'])
  expect(finished.code, finished.stderr).toBe(0)
  expect(await statusOf(clone)).toMatchObject({ ready: true })
})

test.each([
  ['a broker listens for programs', 2],
  ['the lock is', 0],
])('a port that is taken where %s (%i): who has it, and how to move away', async (_, digit) => {
  await using clone = await makeComposeClone(await provideImage())
  await expectTakenPortNamed(clone, digit, 'says nothing')
  expect(await containersOf(clone)).toEqual([])
})

test.each(["Kafka Übung für Zoë & co #1 100% it's", 'one,two:three'])(
  'a clone in a folder called "%s" runs the first lesson',
  async (name) => {
    await using clone = await makeComposeClone(await provideImage(), {}, `${name} ${process.pid}`)
    const { code, stdout, stderr } = await runDemo(() => clone.run(['lesson', '1']))
    expect(code, stderr).toBe(0)
    expect(stdout).toContain('Next: read lessons/01-producers/lesson.md')
  },
)
