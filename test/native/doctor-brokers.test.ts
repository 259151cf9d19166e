// Faults of the brokers, made for real, what the doctor says of each, and what fix does about it.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type Admin, Kafka, logLevel } from 'kafkajs'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { isOfGrading } from '../../scripts/check/index.ts'
import { waitForReadiness } from '../../scripts/cluster/readiness.ts'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { fullName, learnerName, learnerPrefix } from '../../scripts/kit/names.ts'
import { pidOf, rolesOf, waitForState } from '../support/brokers.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { createNativeCluster } from '../support/cluster.ts'
import { editComposeFile } from '../support/compose-file.ts'
import { diagnose, expectFinding } from '../support/doctor.ts'
import { statusOf } from '../support/launcher-calls.ts'
import { listTopics } from '../support/records.ts'
import { relaunch } from '../support/relaunch.ts'
import { seen } from '../support/seen.ts'
import { canBeSomebodyElse, runAsNobody } from '../support/somebody-else.ts'
import { makeTopics } from '../support/topics.ts'

let clone: Clone

beforeAll(async () => {
  clone = await makeClone()
  await bringUp()
  // Each has its only copy on one broker.
  const topics = [1, 2].map((id) => ({
    topic: `only-on-${id}`,
    replicaAssignment: [{ partition: 0, replicas: [id] }],
  }))
  await makeTopics(
    [1, 2, 3].map((id) => addressOf(id)),
    topics,
  )
})

afterAll(() => clone[Symbol.asyncDispose]())

async function bringUp(): Promise<void> {
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
}

const addressOf = (id: number, of = clone): string => `127.0.0.1:${of.ports}${id}`

function kafkaAt(...brokers: string[]): Kafka {
  const retry = { retries: 1, initialRetryTime: 50 }
  return new Kafka({ brokers, logLevel: logLevel.NOTHING, retry, requestTimeout: 2000 })
}

/** What KafkaJS says when a record is sent; `between` comes after the connecting. */
async function complaintOfSending(
  topic: string,
  kafka: Kafka,
  between: () => Promise<unknown> = async () => {},
): Promise<string> {
  const producer = kafka.producer()
  await producer.connect()
  await between()
  const sent = producer.send({ topic, messages: [{ value: 'x' }] })
  const complaint = await sent.then(() => 'it worked', String)
  await producer.disconnect()
  return complaint
}

/** What KafkaJS says when this fails. */
async function complaintOf(act: (admin: Admin) => Promise<unknown>, kafka: Kafka): Promise<string> {
  const admin = kafka.admin()
  try {
    await admin.connect()
    await act(admin)
    return 'it worked'
  } catch (error) {
    const errors = error instanceof Error && 'errors' in error ? error.errors : [error]
    return String(errors)
  } finally {
    await admin.disconnect()
  }
}

test('three brokers that are well are told so, with nothing to do', async () => {
  const { findings, fine } = await diagnose(clone)
  expect(findings).toEqual([])
  expect(fine).toContainEqual(expect.stringMatching(/^3 brokers are up, broker [123] is the/))
  expect(fine).toContainEqual(expect.stringContaining(addressOf(3)))
  const { code, stdout } = await clone.run(['doctor'])
  expect({ code, stdout }).toEqual({ code: 0, stdout: expect.stringContaining('npm run lesson 1') })
})

describe('a broker that is away', () => {
  afterEach(bringUp)

  test.each([
    ['stop', 'stopped', seen('BROKER_AWAY', 0)],
    ['pause', 'paused', seen('BROKER_AWAY', 1)],
    ['kill', 'dead', seen('BROKER_AWAY', 2)],
  ] as const)('after %s is named, and brought back by fix', async (action, state, message) => {
    await clone.run(['cluster', action, '2'])
    await waitForState(clone, 2, state)
    const away = expectFinding(await diagnose(clone), 'BROKER_AWAY', message)
    expect(away).toMatchObject({ blocks: false, what: expect.stringContaining('kafka-2') })
    const { code, stdout, stderr } = await clone.run(['doctor', 'fix'])
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('kafka-2')
    expect(stdout).toContain('3 brokers are up')
    expect(await statusOf(clone)).toMatchObject({ ready: true })
  })

  test('because it is paused makes KafkaJS wait until it gives up', async () => {
    const pid = await pidOf(clone, 'broker-2')
    // At once: three seconds later the controller calls it gone, and KafkaJS says that.
    const pause = async (): Promise<void> => void process.kill(pid, 'SIGSTOP')
    const complaint = await complaintOfSending('only-on-2', kafkaAt(addressOf(1)), pause)
    expect(complaint).toMatch(seen('BROKER_AWAY', 3))
  })

  test('leaves a partition without a leader that has its only copy there', async () => {
    await clone.run(['cluster', 'stop', '2'])
    const { what } = expectFinding(await diagnose(clone), 'LEADERLESS', seen('LEADERLESS'))
    expect(what).toContain('only-on-2 0')
    const complaint = await complaintOfSending('only-on-2', kafkaAt(addressOf(1)))
    expect(complaint).toMatch(seen('LEADERLESS', 1))
    await bringUp()
    expect((await diagnose(clone)).findings).toEqual([])
  })
})

describe('a broker that advertises', () => {
  afterAll(async () => {
    await clone.run(['cluster', 'stop', '1'])
    await bringUp()
  })

  const advertise = (host: string, port: string) => async (): Promise<void> => {
    await clone.run(['cluster', 'stop', '1'])
    const wrong = `HOST://${host}:${port}`
    await relaunch(clone, 1, (text) =>
      text.replace(/(advertised.listeners=)HOST:[^,]+/, `$1${wrong}`),
    )
  }

  test('a name that only containers know is named, with the line to change', async () => {
    await advertise('kafka', '9092')()
    const found = expectFinding(await diagnose(clone), 'ADVERTISED_NAME', seen('ADVERTISED_NAME'))
    expect(found).toMatchObject({ blocks: true })
    expect(found.what).toContain('broker 1 is at kafka:9092')
    expect(found.fix).toContain('KAFKA_ADVERTISED_LISTENERS of kafka-1')
    const complaint = await complaintOfSending('only-on-1', kafkaAt(addressOf(2)))
    expect(complaint).toMatch(seen('ADVERTISED_NAME', 1))
  })

  test('a port where nobody listens is named', async () => {
    await advertise('127.0.0.1', `${clone.ports}9`.replace(/.$/, '0'))()
    const code = 'ADVERTISED_SILENT'
    const found = expectFinding(await diagnose(clone), code, seen('ADVERTISED_SILENT'))
    expect(found.what).toContain(`broker 1 is at ${addressOf(0)}`)
  })

  test('is found from elsewhere too, as a fault of that cluster', async () => {
    await using other = await makeClone({ bare: true })
    const env = { WORKBOOK_CLUSTER: 'remote', KAFKA_BROKERS: addressOf(2) }
    const { what } = expectFinding(await diagnose(other, env), 'ADVERTISED', seen('ADVERTISED'))
    expect(what).toContain('for broker 1')
  })
})

describe('what killed checks left on the cluster', () => {
  const own = (lesson: string, run: string): string =>
    fullName({ learner: learnerName(process.env), lesson, run }, 'orders')

  test('is deleted by fix, and nothing else is', async () => {
    const left = own('01-producers', 'k3f9')
    const kept = [own('01-producers', 'me'), own('01-producers', '1f3a9c77'), 'kept']
    const topics = [left, ...kept].map((topic) => ({ topic, numPartitions: 1 }))
    await makeTopics(
      [1, 2, 3].map((id) => addressOf(id)),
      topics,
    )
    const { what } = expectFinding(await diagnose(clone), 'LEFTOVERS', seen('LEFTOVERS'))
    expect(what).toContain(`1 topics and 0 groups behind: ${left}`)
    const { code, stderr } = await clone.run(['doctor', 'fix'])
    expect(code, stderr).toBe(0)
    expect(stderr).toContain(left)
    const now = await waitUntil({
      what: `${left} to be gone`, // a broker hears of a deletion a moment later
      look: () => listTopics(clone),
      done: (names) => !names.includes(left),
      timeoutMs: 120_000,
    })
    expect(now).toEqual(expect.arrayContaining(kept))
  })

  test('is not what a check that is at work has there', async () => {
    const check = clone.start(['check', '1', 'file', 'lessons/01-producers/wrong/never-ends.ts'])
    const prefix = learnerPrefix(process.env)
    await waitUntil({
      what: 'the check to have its topic',
      look: () => listTopics(clone),
      done: (names) => names.some((name) => isOfGrading(name, prefix)),
      timeoutMs: 120_000,
    })
    const { findings, fine } = await diagnose(clone)
    expect(findings).toEqual([])
    expect(fine).toContainEqual(expect.stringContaining('Another command is at work: '))
    check.signalGroup('SIGINT')
    await check.ended
  })
})

test.skipIf(!canBeSomebodyElse)(
  '(only root can be two users) a broker of another user',
  async () => {
    const pid = await pidOf(clone, 'broker-2')
    const { code, stderr } = await runAsNobody(
      `import { signal } from './scripts/cluster/native/processes.ts'\nsignal(${pid}, 'SIGSTOP')`,
    )
    expect(code).toBe(1)
    expect(stderr).toMatch(seen('NOT_YOURS'))
    expect(await statusOf(clone)).toMatchObject({ ready: true })
  },
)

describe('a broker that cannot start', () => {
  test.each([
    ['because of a setting', 'FACTOR: 3', 'FACTOR: three', 'BAD_SETTING', seen('BAD_SETTING')],
    [
      'for want of memory',
      '-Xms64m -Xmx384m',
      '-Xms8m -Xmx20m',
      'OUT_OF_MEMORY',
      seen('OUT_OF_MEMORY'),
    ],
    [
      'for a reason nobody knows',
      '-XX:+UseSerialGC',
      '-XX:+UseNoSuchGC',
      'BROKER_DIED',
      seen('BROKER_DIED'),
    ],
  ] as const)('%s is explained by up, and by the doctor', async (_, from, to, code, message) => {
    await using broken = await makeClone()
    editComposeFile(broken, [from, to])
    const up = await broken.run(['cluster', 'up'])
    expect(up.code, up.stderr).toBe(3)
    expect(up.stderr).toMatch(message)
    if (code === 'BROKER_DIED') return
    for (const role of await rolesOf(broken)) await broken.run(['cluster', 'kill', role.slice(-1)])
    const { findings } = await diagnose(broken)
    expect(findings).toContainEqual(
      expect.objectContaining({ code, blocks: true, what: expect.stringMatching(message) }),
    )
  })
})

test('a cluster of one broker, where groups and copies are refused', async () => {
  await using lonely = await makeClone()
  editComposeFile(
    lonely,
    [/\n {2}kafka-2:\n[\s\S]*?(?=\n {2}kafka-ui:)/, '\n'],
    ['1@kafka-1:9093,2@kafka-2:9093,3@kafka-3:9093', '1@kafka-1:9093'],
    ['q1Sh-9_ISia_zwGINzRvyQ', 'another-cluster-of-one'],
  )
  const launcher = createNativeCluster(lonely)
  await launcher.startAll()
  const [address] = launcher.definition.brokers.map((broker) => broker.address)
  const waiting = waitForReadiness([address ?? ''], async () => {}, 50)
  await expect(waiting).rejects.toThrow(seen('NOT_READY'))
  await expect.poll(async () => (await statusOf(lonely)).controller, { timeout: 120_000 }).toBe(1)
  const own = await diagnose(lonely)
  expectFinding(own, 'INTERNAL_TOPICS', seen('INTERNAL_TOPICS'))

  const kafka = kafkaAt(address ?? '')
  const offsets = complaintOf((admin) => admin.fetchOffsets({ groupId: 'any' }), kafka)
  expect(await offsets).toMatch(seen('INTERNAL_TOPICS', 1))
  const topics = [{ topic: 'copied', replicationFactor: 3 }]
  const created = complaintOf((admin) => admin.createTopics({ topics }), kafka)
  expect(await created).toMatch(seen('FEW_BROKERS', 1))

  const remote = { WORKBOOK_CLUSTER: 'remote', KAFKA_BROKERS: address }
  expectFinding(await diagnose(clone, remote), 'FEW_BROKERS', seen('FEW_BROKERS'))
  const both = { ...remote, KAFKA_BROKERS: `${address},${addressOf(1)}` }
  const mixed = expectFinding(await diagnose(clone, both), 'MIXED_CLUSTERS', seen('MIXED_CLUSTERS'))
  expect(mixed).toMatchObject({ blocks: true })
})

describe('brokers that are down', () => {
  beforeAll(async () => {
    expect(await clone.run(['cluster', 'down'])).toMatchObject({ code: 0 })
  })

  test('block nothing, and KafkaJS finds nobody', async () => {
    const diagnosis = await diagnose(clone)
    const { fix } = expectFinding(diagnosis, 'CLUSTER_DOWN', seen('CLUSTER_DOWN'))
    expect({ blocks: diagnosis.blocks, fix }).toMatchObject({
      blocks: false,
      fix: expect.stringContaining('npm run cluster up'),
    })
    const listed = complaintOf((admin) => admin.listTopics(), kafkaAt(addressOf(1)))
    expect(await listed).toMatch(seen('CLUSTER_DOWN', 1))
  })

  test('on data of another cluster are not started', async () => {
    const meta = join(clone.home, 'broker-2', 'data', 'meta.properties')
    const own = readFileSync(meta, 'utf8')
    writeFileSync(meta, own.replace(/cluster.id=.*/, 'cluster.id=5L6g3nShT-eMCtK--X86sw'))
    const found = expectFinding(await diagnose(clone), 'FOREIGN_DATA', seen('FOREIGN_DATA'))
    expect(found.what).toContain('broker-2')
    writeFileSync(meta, own)
  })

  test('of which two have lost their data', async () => {
    for (const id of [1, 3]) rmSync(join(clone.home, `broker-${id}`, 'data'), { recursive: true })
    const found = expectFinding(await diagnose(clone), 'MAJORITY_LOST', seen('MAJORITY_LOST'))
    expect(found).toMatchObject({
      blocks: true,
      fix: expect.stringContaining('npm run cluster wipe'),
    })
  })
})
