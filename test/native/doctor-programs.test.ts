// What KafkaJS and Node print in programs, provoked: the third table of docs/troubleshooting.md.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  type Admin,
  CompressionTypes,
  type Consumer,
  type ConsumerConfig,
  type EachMessageHandler,
  Kafka,
  logLevel,
  type Message,
  type Producer,
} from 'kafkajs'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { nodeFolder } from '../support/node-binary.ts'
import { startProcess } from '../support/process.ts'
import { seen } from '../support/seen.ts'
import { makeTopics } from '../support/topics.ts'

const PATIENCE_MS = 60_000
const longTimeout = ['--timeout', `${PATIENCE_MS}`]

let clone: Clone
let kafka: Kafka
let admin: Admin
let producer: Producer
/** Everything that KafkaJS has logged. */
const logged: string[] = []

beforeAll(async () => {
  clone = await makeClone()
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
  const brokers = [1, 2, 3].map((id) => `127.0.0.1:${clone.ports}${id}`)
  kafka = new Kafka({
    brokers,
    retry: { retries: 1, initialRetryTime: 50 },
    logLevel: logLevel.WARN,
    logCreator:
      () =>
      ({ log: { message, ...extra } }) =>
        void logged.push(`${message} ${JSON.stringify(extra)}`),
  })
  admin = kafka.admin()
  producer = kafka.producer()
  await Promise.all([admin.connect(), producer.connect()])
  const topics = [
    { topic: 'orders', numPartitions: 1 },
    {
      topic: 'two-copies',
      replicaAssignment: [{ partition: 0, replicas: [1, 2] }],
      configEntries: [{ name: 'min.insync.replicas', value: '2' }],
    },
  ]
  await makeTopics(brokers, topics)
  await producer.send({ topic: 'orders', messages: [{ value: 'one' }, { value: 'two' }] })
})

afterAll(async () => {
  await Promise.all([admin.disconnect(), producer.disconnect()])
  await clone[Symbol.asyncDispose]()
})

const send = (topic: string, message: Partial<Message> = {}, compression = CompressionTypes.None) =>
  producer.send({ topic, compression, messages: [{ value: 'x', ...message }] })

/** A consumer of `orders` at work, which ends with the test. */
async function consume(
  config: ConsumerConfig,
  eachMessage: EachMessageHandler = async () => {},
): Promise<AsyncDisposable & { consumer: Consumer }> {
  const consumer = kafka.consumer({ maxWaitTimeInMs: 100, heartbeatInterval: 100, ...config })
  await consumer.connect()
  await consumer.subscribe({ topic: 'orders', fromBeginning: true })
  const joined = new Promise((resolve, reject) => {
    consumer.on('consumer.group_join', resolve)
    consumer.on('consumer.crash', ({ payload }) => reject(payload.error))
  })
  await consumer.run({ eachMessage })
  try {
    await joined
  } catch (error) {
    await consumer.disconnect()
    throw error
  }
  return { consumer, [Symbol.asyncDispose]: () => consumer.disconnect() }
}

function waitForLog(pattern: RegExp): Promise<unknown> {
  return waitUntil({
    what: `KafkaJS to say ${pattern}`,
    look: async () => logged,
    done: (lines) => lines.some((line) => pattern.test(line)),
    timeoutMs: PATIENCE_MS,
  })
}

describe('a producer', () => {
  test('that sends to a topic which is not there', async () => {
    await expect(send('ordres')).rejects.toThrow(seen('UNKNOWN_TOPIC'))
  })

  test('that dates a record two hours ahead', async () => {
    const timestamp = `${Date.now() + 7_200_000}`
    await expect(send('orders', { timestamp })).rejects.toThrow(seen('FUTURE_RECORD'))
  })

  test('that compresses with what it has not', async () => {
    const sent = send('orders', {}, CompressionTypes.Snappy)
    await expect(sent).rejects.toThrow(seen('NO_CODEC'))
  })

  test('that asks for more copies than there are brokers', async () => {
    await clone.run(['cluster', 'stop', '2'])
    await expect(send('two-copies')).rejects.toThrow(seen('TOO_FEW_COPIES'))
    await clone.run(['cluster', 'up'])
  })

  test('is told of the new partitioner, unless it asks not to be', async () => {
    const program = ownProgram('kafka.producer()')
    expect((await program(process.execPath)).printed).toMatch(seen('NEW_PARTITIONER'))
    const quiet = { KAFKAJS_NO_PARTITIONER_WARNING: '1' }
    expect((await program(process.execPath, [], quiet)).printed).toBe('')
  })
})

describe('a consumer', () => {
  test('whose session is too short', async () => {
    const joining = consume({ groupId: 'hasty', sessionTimeout: 500 })
    await expect(joining).rejects.toThrow(seen('SHORT_SESSION'))
  })

  test('that is joined by another', async () => {
    await using _one = await consume({ groupId: 'shared' })
    await using _other = await consume({ groupId: 'shared' })
    await waitForLog(seen('REBALANCING'))
  })

  test('whose handler takes longer than its session', async () => {
    // Blocks the whole program, and with it the heartbeats.
    const work: EachMessageHandler = async () => {
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3000)
    }
    await using _slow = await consume({ groupId: 'slow', sessionTimeout: 1000 }, work)
    await waitForLog(seen('NOT_A_MEMBER'))
  })

  test('of a group that has read all prints nothing, and Kafka says why', async () => {
    const printed: string[] = []
    const print: EachMessageHandler = async ({ message }) => void printed.push(`${message.value}`)
    {
      await using _first = await consume({ groupId: 'done' }, print)
      await waitUntil({
        what: 'the first consumer to have read all',
        look: async () => printed,
        done: (lines) => lines.length >= 2,
        timeoutMs: PATIENCE_MS,
      })
    }
    printed.length = 0
    await using second = await consume({ groupId: 'done' }, print)
    // It has asked for records, and got none.
    await new Promise((resolve) => second.consumer.on('consumer.fetch', resolve))
    const shown = printed.join('\n') || 'nothing: a consumer runs and prints no records'
    expect(shown).toMatch(seen('SILENT_CONSUMER'))
    const words = ['kafka', 'consumer-groups', '--describe', '--group', 'done', ...longTimeout]
    const { stdout } = await clone.run(words)
    expect(stdout).toMatch(/LAG[\s\S]+orders +0 +(\d+) +\1 +0 /)
  })
})

test('Node 24 warns of a time-out of KafkaJS, until it is asked not to', async () => {
  const node = join(await nodeFolder(24), 'node')
  const program = ownProgram(`const admin = kafka.admin()
await admin.connect()
await admin.disconnect()`)
  expect((await program(node)).printed).toMatch(seen('NEGATIVE_TIMEOUT'))
  const quiet = await program(node, ['--disable-warning=TimeoutNegativeWarning'])
  expect(quiet).toEqual({ code: 0, printed: '' })
})

/** A program that a person wrote and starts with node; gives all that it prints. */
function ownProgram(lines: string) {
  const file = join(clone.folder, 'own.mjs')
  const made = `const kafka = new Kafka({ brokers: ['127.0.0.1:${clone.ports}1'] })`
  writeFileSync(file, `import { Kafka } from 'kafkajs'\n${made}\n${lines}\n`)
  return async (node: string, flags: readonly string[] = [], more: NodeJS.ProcessEnv = {}) => {
    const place = { cwd: clone.folder, env: { ...clone.env, ...more } }
    const { code, stdout, stderr } = await startProcess(node, [...flags, file], place).ended
    return { code, printed: stdout + stderr }
  }
}
