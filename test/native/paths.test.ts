import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Clone, endAll, makeClone } from '../support/clone.ts'
import { runDemo } from '../support/demo.ts'
import { npmRun } from '../support/npm.ts'
import { shareToolchain } from '../support/toolchain.ts'

const strange = "Kafka Übung für Zoë & co #1 100% it's"
const poorLocale = { LANG: 'C', LC_ALL: 'C' }

describe(`a clone in a folder called "${strange}"`, () => {
  test('fetches Kafka by itself and runs the first lesson, in the C locale', async () => {
    await using clone = await makeClone({ name: strange, bare: true })
    const { code, stdout, stderr } = await npmRun(clone, ['-s', 'lesson', '1'], poorLocale).ended
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('Fetching Kafka')
    expect(stderr).toMatch(/Starting three Kafka brokers .* ready in/)
    expect(stdout).toContain('Next: read lessons/01-producers/lesson.md')

    const topics = await npmRun(clone, ['-s', 'kafka', 'topics', '--', '--list'], poorLocale).ended
    expect(topics.code, topics.stderr).toBe(0)
    expect(topics.stdout).toContain('__consumer_offsets')
    for (const broker of [1, 2, 3]) {
      const log = readFileSync(join(clone.home, `broker-${broker}`, 'broker.log'), 'utf8')
      expect(log).not.toMatch(/StatusLogger|Error opening/)
    }
  })
})

describe('a clone with "," or ":" in its path', () => {
  test.each([',', ':'])('ends with 3 for "%s" and names the setting that helps', async (mark) => {
    await using clone = await makeClone({ name: `one${mark}two` })
    const { code, stderr } = await npmRun(clone, ['-s', 'lesson', '1']).ended
    expect(code, stderr).toBe(3)
    expect(stderr).toContain(`"${mark}"`)
    expect(stderr).toContain('WORKBOOK_STATE')
    expect(existsSync(join(clone.home, 'broker-1'))).toBe(false)
  })

  test('runs a lesson, with both of them, once its state folder is elsewhere', async () => {
    await using clone = await makeClone({ name: 'one,two:three' })
    const elsewhere = { WORKBOOK_STATE: join(dirname(clone.folder), 'state') }
    shareToolchain(elsewhere.WORKBOOK_STATE)
    try {
      const run = () => npmRun(clone, ['-s', 'lesson', '1'], elsewhere).ended
      const { code, stderr } = await runDemo(run)
      expect(code, stderr).toBe(0)
      const log = readFileSync(join(elsewhere.WORKBOOK_STATE, 'broker-1', 'broker.log'), 'utf8')
      expect(log).not.toMatch(/StatusLogger|Error opening/)
    } finally {
      await endAll(elsewhere.WORKBOOK_STATE)
    }
  })
})

describe('two clones on one machine', () => {
  let one: Clone
  let other: Clone

  beforeAll(async () => {
    one = await makeClone()
    other = await makeClone()
    const started = await Promise.all([one.run(['cluster', 'up']), other.run(['cluster', 'up'])])
    expect(started.map(({ code, stderr }) => (code === 0 ? 0 : stderr))).toEqual([0, 0])
  })

  afterAll(async () => {
    await one[Symbol.asyncDispose]()
    await other[Symbol.asyncDispose]()
  })

  test('with ports of their own live side by side', async () => {
    expect((await one.run(['cluster', 'down'])).code).toBe(0)
    expect(await statesOf(one)).toEqual(['stopped', 'stopped', 'stopped'])
    expect(await statesOf(other)).toEqual(['up', 'up', 'up'])

    expect((await one.run(['cluster', 'wipe', 'yes'])).code).toBe(0)
    expect(await statesOf(other)).toEqual(['up', 'up', 'up'])
    expect((await runDemo(() => other.run(['lesson', '1']))).code).toBe(0)
  })

  test.each(['cluster up', 'lesson 1'])('with the same ports: "%s" says whose', async (line) => {
    await one.run(['cluster', 'down'])
    const { code, stderr } = await one.run(line.split(' '), { WORKBOOK_PORTS: other.ports })
    expect(code, stderr).toBe(3)
    expect(stderr).toContain(`Port ${other.ports}1`)
    expect(stderr).toMatch(/java \(pid \d+/)
    expect(stderr).toContain(`a broker of the workbook in ${other.home})`)
    expect(stderr).toContain('WORKBOOK_PORTS=')
    expect(await statesOf(other)).toEqual(['up', 'up', 'up'])
  })

  test('are one clone if one is reached through a symlink', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'workbook-link-'))
    const link = { folder: join(folder, 'workbook'), env: other.env }
    symlinkSync(other.folder, link.folder)
    try {
      const run = () => npmRun(link, ['-s', 'lesson', '1']).ended
      const { code, stdout, stderr } = await runDemo(run)
      expect(code, stderr).toBe(0)
      expect(stderr).toBe('')
      expect(stdout).toContain('Next: read lessons/01-producers/lesson.md')
    } finally {
      rmSync(folder, { recursive: true })
    }
  })
})

async function statesOf(clone: Clone): Promise<string[]> {
  const { stdout } = await clone.run(['cluster', 'status', '--json'])
  return JSON.parse(stdout).brokers.map(({ state }: { state: string }) => state)
}
