// What the brokers have acknowledged stays, until somebody says that it may go.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { pidOf, rolesOf, waitForRoles } from '../support/brokers.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { keepRecords, listTopics, readRecords } from '../support/records.ts'
import { hasTerminals, runInTerminal } from '../support/terminal.ts'

// Of these topics one asks for two copies of every record, the other is as Kafka makes it.
const topics = { kept: 2, plain: 1 }
const sent = new Map<string, string[]>()
let clone: Clone

beforeAll(async () => {
  clone = await makeClone()
  await run('up')
  await Promise.all(
    Object.entries(topics).map(async ([topic, minInSync]) => {
      sent.set(topic, await keepRecords(clone, topic, { minInSync }))
    }),
  )
})

afterAll(() => clone[Symbol.asyncDispose]())

async function run(words: string) {
  const ended = await clone.run(['cluster', ...words.split(' ')])
  expect(ended.code, ended.stderr).toBe(0)
  return ended
}

function metaFile(id: number): string {
  return join(clone.home, `broker-${id}`, 'data', 'meta.properties')
}

async function expectNothingLost(): Promise<void> {
  for (const [topic, values] of sent) {
    expect(await readRecords(clone, topic, values.length), topic).toEqual(values)
  }
}

describe('nothing acknowledged is lost', () => {
  // A third time with the data of another cluster in between, below.
  test.each([1, 2])('by down and up, time %i', async () => {
    await run('down')
    expect(await rolesOf(clone)).toEqual([])
    const { stderr } = await run('up')
    expect(stderr).not.toMatch(/kafka-\d|died|lost/)
    await expectNothingLost()
  })

  test('by the death of all three at once', async () => {
    const pids = await Promise.all([1, 2, 3].map((id) => pidOf(clone, `broker-${id}`)))
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    await waitForRoles(clone, [])
    const { stderr } = await run('up')
    expect(stderr).toContain('All brokers had ended without being stopped')
    await expectNothingLost()
  })

  test('by stopping one after the other, the last without the others', async () => {
    for (const id of [2, 1, 3]) await run(`stop ${id}`)
    await run('up')
    await expectNothingLost()
  })
})

test('the data of another cluster is neither used nor deleted', async () => {
  await run('down')
  const own = readFileSync(metaFile(3), 'utf8')
  const foreign = own.replace(/^cluster\.id=.*$/m, 'cluster.id=AAAAAAAAAAAAAAAAAAAAAA')
  writeFileSync(metaFile(3), foreign)
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code).toBe(3)
  expect(stderr).toContain('holds the data of another cluster (AAAAAAAAAAAAAAAAAAAAAA')
  expect(stderr).toContain('npm run cluster wipe')
  expect(await rolesOf(clone)).toEqual([])
  expect(readFileSync(metaFile(3), 'utf8')).toBe(foreign)
  writeFileSync(metaFile(3), own)
  await run('up')
  await expectNothingLost()
})

describe('wipe', () => {
  const onTerminal = (keys: string) =>
    runInTerminal(clone, ['cluster', 'wipe'], { columns: 80, prompt: '(yes/no)', keys })

  test('that nobody can be asked about deletes nothing, and says what it would', async () => {
    const { code, stdout } = await clone.run(['cluster', 'wipe'])
    expect(code).toBe(2)
    for (const id of [1, 2, 3]) expect(stdout).toContain(join(clone.home, `broker-${id}`))
    expect(stdout).toContain('Nothing was deleted')
    expect(stdout).toContain('npm run cluster wipe yes')
    expect((await rolesOf(clone)).length).toBe(3)
    await expectNothingLost()
  })

  test.skipIf(!hasTerminals)('asked and answered with no keeps everything', async () => {
    const { code, text } = await onTerminal('no\n')
    expect(code, text).toBe(2)
    expect(text).toContain('Nothing was deleted')
    expect((await rolesOf(clone)).length).toBe(3)
    await expectNothingLost()
  })

  test.skipIf(!hasTerminals).each([
    ['Ctrl-D', '\u0004'],
    ['Ctrl-C', '\u0003'],
  ])('asked and answered with %s keeps everything', async (_, key) => {
    const { code, text } = await onTerminal(key)
    expect(code, text).toBe(130)
    expect((await rolesOf(clone)).length).toBe(3)
    await expectNothingLost()
  })

  test('with yes does not ask, and leaves an empty cluster to begin with', async () => {
    await run('wipe yes')
    for (const id of [1, 2, 3]) expect(existsSync(metaFile(id))).toBe(false)
    await run('up')
    expect(await listTopics(clone)).not.toContain('kept')
  })

  test.skipIf(!hasTerminals)('asked and answered with yes deletes everything', async () => {
    const { code, text } = await onTerminal('yes\n')
    expect(code, text).toBe(0)
    expect(await rolesOf(clone)).toEqual([])
    expect(existsSync(metaFile(1))).toBe(false)
  })
})
