// What learners' files can do to the check: a clear finding, the cluster and the next check unharmed.
import { execFileSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { isOverloaded, waitUntil } from '../../scripts/cluster/index.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { isDisturbed } from '../support/disturbed.ts'
import { listTopics } from '../support/records.ts'

let clone: Clone
let exercise: string

beforeAll(async () => {
  clone = await makeClone()
  exercise = join(clone.folder, 'lessons', '01-producers', 'exercise.ts')
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
})

afterAll(() => clone[Symbol.asyncDispose]())

const client = `
import { Kafka } from 'kafkajs'
import { brokers, topic } from '#workbook'
import { orders } from './orders.ts'
const kafka = new Kafka({ clientId: 'till', brokers })
const producer = kafka.producer()
await producer.connect()
const messages = orders.map((order) => ({
  key: order.id,
  value: JSON.stringify(order),
  headers: { shop: order.shop },
}))
`
const right = `${client}
await producer.send({ topic: topic('orders'), messages })
await producer.disconnect()
`

async function gradeJson(lesson = 1): Promise<{
  code: number | null
  verdict: string
  finding?: { id: string; observed: string }
}> {
  const checkOnce = () => clone.run(['check', `${lesson}`, '--json'])
  const first = await checkOnce()
  // A starved broker, and not one that the file has harmed: it says to run the same again.
  const isStarved = isDisturbed(first.stdout) && isOverloaded()
  const { code, stdout, stderr } = isStarved ? await checkOnce() : first
  expect(stdout, stderr).not.toBe('')
  const { verdict, findings } = JSON.parse(stdout)
  return { code, verdict, finding: findings[0] }
}

test.each([
  [
    'that does not parse',
    `${client}\nconst x = = 1\n`,
    'does-not-parse',
    'Line 14: Unexpected "="',
  ],
  ['that is binary', '\u0000\u0001\u0002\ufffd', 'does-not-parse', 'Line 1'],
  ['that is empty', '\n\n', 'empty-file', 'The file is empty.'],
  ['that imports what is not there', `import './nowhere.ts'`, 'threw', 'nowhere.ts'],
  ['that throws', `${right}\nthrow new Error('no milk')`, 'threw', 'Line 17: Error: no milk'],
  ['that throws what is no error', `${right}\nthrow 'no milk'`, 'threw', 'no milk'],
  ['that rejects', `${right}\nvoid Promise.reject(new Error('late'))`, 'threw', 'Error: late'],
  [
    'that tells the grader nonsense',
    `process.send?.(null); process.send?.('passed')`,
    'nothing-stored',
    'exit code 0',
  ],
  ['that exits with 7', `${right}\nprocess.exit(7)`, 'ended-badly', 'exit code 7'],
  [
    'that says 7 and exits',
    `${right}\nprocess.exitCode = 7\nprocess.exit()`,
    'ended-badly',
    'exit code 7',
  ],
  [
    'that ends itself by a signal',
    `${right}\nprocess.kill(process.pid, 'SIGKILL')`,
    'ended-badly',
    'SIGKILL',
  ],
  ['that exits at once', 'process.exit(0)', 'nothing-stored', 'orders holds nothing'],
  [
    'that says it passed',
    `console.log('12 passed, verdict: passed')`,
    'nothing-stored',
    'holds nothing',
  ],
  [
    'that talks like the grader',
    `process.send?.({ kind: 'reply', id: 1 })`,
    'nothing-stored',
    'holds nothing',
  ],
  ['that is no TypeScript', 'const x: = 1', 'does-not-parse', 'Line 1'],
  [
    'that deletes the topic',
    `${right}\nconst admin = kafka.admin()\nawait admin.connect()\nawait admin.deleteTopics({ topics: [topic('orders')] })\nawait admin.disconnect()`,
    'topic-deleted',
    'There is no topic',
  ],
  [
    'that writes far too much',
    `${client}\nfor (let i = 0; i < 200; i++) await producer.send({ topic: topic('orders'), messages: Array(1000).fill(messages[0]) })\nawait producer.disconnect()`,
    'sent-twice',
    'more than one record',
  ],
])('a file %s gets a clear finding', async (_, source, id, observed) => {
  writeFileSync(exercise, source)
  const { code, verdict, finding } = await gradeJson()
  expect({ code, verdict, finding }).toMatchObject({ code: 1, verdict: 'failed', finding: { id } })
  expect(finding?.observed).toContain(observed)
})

test.each([
  ['floods its output', `for (let i = 0; i < 30000; i++) console.log('x'.repeat(500))`],
  [
    'talks nonsense to a broker',
    `const { connect } = await import('node:net')
for (const bytes of [[0, 0, 0, 2, 9, 9], [255, 255, 255, 255, 1], [0, 0, 0, 10, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0]]) {
  const [host, port] = String(brokers[0]).split(':')
  const socket = connect(Number(port), host)
  socket.on('error', () => {})
  socket.end(Buffer.from(bytes))
  await new Promise((resolve) => socket.once('close', resolve))
}`,
  ],
  ['catches every signal', `process.on('SIGTERM', () => {})`],
  [
    'starts a program that stays',
    `const { spawn } = await import('node:child_process')\nspawn('sleep', ['4242'], { stdio: 'inherit' }).unref()`,
  ],
])('a right file that %s passes, and nothing of it stays', async (_, more) => {
  writeFileSync(exercise, `${right}\n${more}\n`)
  expect(await gradeJson()).toEqual({ code: 0, verdict: 'passed', finding: undefined })
  expect(processesWith('sleep 4242')).toEqual([])
})

test('a barista that dies at a ticket is said to have died, not to be stuck there', async () => {
  const folder = join(clone.folder, 'lessons', '05-consumer-groups')
  const dies = "if (ticket === 'ticket-7') process.exit(1)"
  const source = readFileSync(join(folder, 'solution.ts'), 'utf8')
    .replace('eachMessage:', 'autoCommitThreshold: 1,\n  eachMessage:')
    .replace('await make(ticket)', `await make(ticket)\n    ${dies}`)
  expect(source).toContain(dies)
  writeFileSync(join(folder, 'exercise.ts'), source)
  expect(await gradeJson(5)).toMatchObject({ code: 1, finding: { id: 'ended-badly' } })
})

test('a file that never ends is ended, with all it started', async () => {
  const more = `const { spawn } = await import('node:child_process')\nspawn('sleep', ['4243'])\nsetInterval(() => {}, 1000)`
  writeFileSync(exercise, `${right}\n${more}\n`)
  expect(await gradeJson()).toMatchObject({ code: 1, finding: { id: 'never-ends' } })
  expect(processesWith('sleep 4243')).toEqual([])
})

test('a folder in its place, or no such file, is said', async () => {
  rmSync(exercise, { force: true })
  mkdirSync(exercise)
  const folder = await clone.run(['check', '1'])
  expect(folder).toMatchObject({ code: 2 })
  expect(folder.stderr).toContain('is not a file')
  rmSync(exercise, { recursive: true })
  const missing = await clone.run(['check', '1', 'file', 'nowhere.ts'])
  expect(missing).toMatchObject({ code: 2 })
  expect(missing.stderr).toContain('There is no file')
})

test('a missing exercise is made from the starter', async () => {
  rmSync(exercise, { force: true, recursive: true })
  const { code, stdout, stderr } = await clone.run(['check', '1'])
  expect(code).toBe(1)
  expect(stderr).toContain('Made lessons/01-producers/exercise.ts from the starter')
  expect(stdout).toContain('[nothing-stored]')
})

test('a file outside the clone is graded where it lies', async () => {
  const outside = join(clone.folder, '..', 'answer elsewhere.ts')
  writeFileSync(outside, right)
  expect(await clone.run(['check', '1', 'file', outside])).toMatchObject({ code: 0 })
  writeFileSync(outside, `${right}\nthrow new Error('no milk')`)
  const { stdout } = await clone.run(['check', '1', 'file', outside])
  expect(stdout).toContain('Your program threw (answer elsewhere.ts, line 17):')
  expect(stdout).toContain("> throw new Error('no milk')")
})

test('of two checks at once, the second waits and says so', async () => {
  writeFileSync(exercise, right)
  const [one, other] = await Promise.all([clone.run(['check', '1']), clone.run(['check', '1'])])
  expect([one.code, other.code]).toEqual([0, 0])
  expect(one.stderr + other.stderr).toContain('Waiting for another command: checking lesson 1')
})

test('Ctrl-C ends the program that is graded, and removes its topics', async () => {
  writeFileSync(exercise, `${client}\nsetInterval(() => {}, 1000)`)
  const check = clone.start(['check', '1'])
  await waitUntil({
    what: 'the program to run',
    look: async () => check.printed(),
    done: (text) => text.includes('your program started'),
    timeoutMs: 120_000,
  })
  check.signalGroup('SIGINT')
  const { code, stdout, stderr } = await check.ended
  expect({ code, stderr }).toMatchObject({ code: 130 })
  expect(stderr).toMatch(/Putting things back \.\.\.\nAll is as before\.\n$/)
  expect(stdout).not.toContain('Not yet.')
  expect(processesWith(exercise)).toEqual([])
})

test('Ctrl-C while answers are verified calls none of them wrong', async () => {
  const verifying = clone.start(['verify', '1'])
  await waitUntil({
    what: 'answers to be graded side by side',
    look: async () => verifying.printed(),
    done: (text) => text.split('  ok  ').length > 5,
    timeoutMs: 120_000,
  })
  const before = wrong(verifying.printed())
  verifying.signalGroup('SIGINT')
  const { code, stdout, stderr } = await verifying.ended
  expect({ code, stderr }).toMatchObject({ code: 130 })
  expect(stderr).toContain('All is as before.')
  expect(wrong(stdout)).toEqual(before)
})

test('nothing is left on the cluster', async () => {
  await waitUntil({
    what: 'no topic to be there', // a broker hears of the last deletion a moment later
    look: async () => (await listTopics(clone)).filter((name) => !name.startsWith('__')),
    done: (names) => names.length === 0,
    timeoutMs: 20_000,
  })
})

function wrong(printed: string): string[] {
  return printed.split('\n').filter((line) => line.startsWith('  no  '))
}

function processesWith(text: string): string[] {
  const all = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n')
  return all.filter((line) => line.includes(text))
}
