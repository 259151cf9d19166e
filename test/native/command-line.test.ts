import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { verbs } from '../../scripts/commands/index.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { npmRun } from '../support/npm.ts'
import { startProcess } from '../support/process.ts'
import { findInGroup, waitForGroupToEnd } from '../support/process-list.ts'
import { runInTerminal } from '../support/terminal.ts'

const stackTrace = /^ +at .+:\d+/m
const escapeByte = '\u001b'
let clone: Clone

beforeAll(async () => {
  clone = await makeClone()
})

afterAll(() => clone[Symbol.asyncDispose]())

describe('wrong use ends with 2, says what is right, and shows no stack trace', () => {
  test.each([
    [['lesson', 'prodcuers'], /Did you mean "01-producers"\? npm run lesson 1/],
    [['lesson', '99'], /There is no lesson "99"[\s\S]*The lessons are 1 to \d/],
    [['lession'], /"lession" is not a command/],
    [['constructor'], /"constructor" is not a command/],
    [['cluster', 'stat'], /Known are: up, down/],
    [['cluster', 'toString'], /Known are: up, down/],
    [['cluster', 'stop', '4'], /Name one of 1, 2 and 3/],
    [['cluster', 'status', '--jsno'], /knows no flag --jsno/],
    [['kafka', 'topic', '--list'], /Kafka has no tool "topic" here/],
    [['kafka', 'constructor'], /Kafka has no tool "constructor" here/],
    [['verify', '3', 'times'], /How many times\?/],
    [['progress', 'exprot', 'mine.json'], /"exprot" is not understood/],
  ])('%j', async (words, expected) => {
    const { code, stdout, stderr } = await clone.run(words)
    expect({ code, stdout }, stderr).toEqual({ code: 2, stdout: '' })
    expect(stderr).toMatch(expected)
    expect(stderr).not.toMatch(stackTrace)
  })

  test.each(['abc', '19', '80', '6553', '01909', '1909 '])('WORKBOOK_PORTS=%j', async (ports) => {
    const { code, stderr } = await clone.run(['cluster', 'status'], { WORKBOOK_PORTS: ports })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining(`"${ports}"`) })
    expect(stderr).toContain('WORKBOOK_PORTS=2909')
    expect(stderr).not.toMatch(stackTrace)
  })

  test('WORKBOOK_CLUSTER=podman', async () => {
    const { code, stderr } = await clone.run(['lesson', '1'], { WORKBOOK_CLUSTER: 'podman' })
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('"podman"') })
    expect(stderr).toContain('compose, native or remote')
    expect(stderr).not.toMatch(stackTrace)
  })
})

test('WORKBOOK_DEBUG=1 shows where an error comes from', async () => {
  const { code, stderr } = await clone.run(['lesson', '99'], { WORKBOOK_DEBUG: '1' })
  expect(code).toBe(2)
  expect(stderr).toMatch(stackTrace)
})

describe('flags that npm kept for itself end with 2 and the right spelling', () => {
  test.each([
    [['cluster', 'status', '--json'], 'npm run -s cluster status -- --json'],
    [['kafka', 'topics', '--list'], 'npm run -s kafka topics -- --list'],
    [
      ['kafka', 'topics', '--describe', '--topic', 'orders'],
      'npm run -s kafka topics -- --describe --topic orders',
    ],
  ])('npm run %j', async (words, expected) => {
    const { code, stderr } = await npmRun(clone, words).ended
    expect(code, stderr).toBe(2)
    expect(stderr).toContain(expected)
    expect(stderr).not.toMatch(stackTrace)
  })

  test('and behind "--" they arrive', async () => {
    const { code, stdout } = await npmRun(clone, ['-s', 'cluster', 'status', '--', '--json']).ended
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({ launcher: 'native', ready: false })
  })
})

describe('--help', () => {
  test.each(Object.keys(verbs))('of %s shows how it is typed', async (verb) => {
    const { usage } = (await verbs[verb]?.()) ?? {}
    const direct = await clone.run([verb, '--help'])
    expect(direct).toMatchObject({ code: 0, stderr: '' })
    expect(direct.stdout).toContain(usage?.[0])
    const throughNpm = await npmRun(clone, ['-s', verb, '--', '--help']).ended
    expect(throughNpm).toMatchObject({ code: 0, stdout: direct.stdout })
  })
})

describe('colour', () => {
  const words = ['cluster', 'wipe', 'yes']

  test.each([
    ['in a pipe', {}],
    ['with FORCE_COLOR=0', { FORCE_COLOR: '0' }],
    ['with NO_COLOR', { NO_COLOR: '1' }],
  ])('%s there are no escape bytes', async (_when, env) => {
    const { code, stdout, stderr } = await clone.run(words, env)
    expect(code).toBe(0)
    expect(stdout + stderr).not.toContain(escapeByte)
  })

  test('is there when it is forced, and on a terminal unless it is not wanted', async () => {
    const forced = await clone.run(words, { FORCE_COLOR: '1' })
    expect(forced.stderr).toContain(escapeByte)
    expect((await runInTerminal(clone, words, { columns: 80 })).text).toContain(escapeByte)
    const plain = await runInTerminal(clone, words, { columns: 80, env: { NO_COLOR: '1' } })
    expect(plain.text).not.toContain(escapeByte)
  })
})

// The second time on the running brokers that the first leaves; so are the demos below.
describe.each([80, 60])('on a terminal of %i columns nothing is wider', (columns) => {
  test.each([
    ['help', 0],
    ['lesson', 0],
    ['kafka', 0],
    ['cluster down', 0],
    ['cluster status', 0],
    ['cluster wipe yes', 0],
    ['cluster up', 0],
    ['cluster status', 0],
    ['cluster kill 2', 0],
    ['cluster up', 0],
    ['cluster stat', 2],
    ['lesson 99', 2],
    ['cluster --jsno', 2],
    ['kafka topic', 2],
  ])('%s', async (line, expected) => {
    const { code, text } = await runInTerminal(clone, line.split(' '), { columns })
    expect(code, text).toBe(expected)
    const lines = stripVTControlCharacters(text).split(/\r?\n/)
    expect(lines.filter((shown) => shown.length > columns)).toEqual([])
  })
})

test.each([
  ['Ctrl-C', '\u0003'],
  ['Ctrl-D', '\u0004'],
])('%s at a question is an interruption', async (_key, keys) => {
  const answer = { columns: 80, prompt: '(yes/no)', keys }
  const { code, text } = await runInTerminal(clone, ['cluster', 'wipe'], answer)
  expect(code, text).toBe(130)
  expect(text).toContain('Interrupted.')
  expect(text).not.toContain('deleted in')
})

test('a reader that goes away early is no error, a full disk is one', async () => {
  const help = (redirected: string) => {
    const line = `"$0" scripts/start.mjs help ${redirected}`
    return startProcess('sh', ['-c', line, process.execPath], {
      cwd: clone.folder,
      env: clone.env,
    }).ended
  }
  expect(await help('| :')).toMatchObject({ code: 0, stderr: '' })
  const full = await help('> /dev/full')
  expect(full).toMatchObject({ code: 3, stderr: expect.stringContaining('The disk is full') })
  expect(full.stderr).not.toMatch(stackTrace)
})

test('a demo that ends with an error is said to, and what to do then', async () => {
  const demo = join(clone.folder, 'lessons', '01-producers', 'demo.ts')
  const source = readFileSync(demo, 'utf8')
  writeFileSync(demo, `${source}\nthrow new Error('changed by its reader')\n`)
  const { code, stdout, stderr } = await clone
    .run(['lesson', '1'])
    .finally(() => writeFileSync(demo, source))
  expect(code).toBe(1)
  expect(stderr).toContain('changed by its reader')
  expect(stderr).toMatch(/The demo ended early, with exit code 1\.(.|\n)+npm run doctor/)
  expect(stdout).not.toContain('Next:')
})

test('Ctrl-C while a demo runs ends the demo too', async () => {
  const running = npmRun(clone, ['lesson', '1'])
  await findInGroup(running.pid, /demo\.ts/)
  running.signalGroup('SIGINT')
  const { code, signal } = await running.ended
  expect([130, 'SIGINT']).toContain(signal ?? code)
  await waitForGroupToEnd(running.pid, 5000)
})

test.each(['SIGINT', 'SIGTERM'] as const)('%s to the command alone ends the demo', async (name) => {
  const running = clone.start(['lesson', '1'])
  await findInGroup(running.pid, /demo\.ts/)
  process.kill(running.pid, name)
  expect((await running.ended).code).toBe(name === 'SIGINT' ? 130 : 143)
  await waitForGroupToEnd(running.pid, 5000)
})
