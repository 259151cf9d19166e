// A cluster of somebody else that lets nobody in unknown: TLS, logins by SCRAM, and rights.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { RemoteCluster } from '../../scripts/cluster/remote/cluster.ts'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { openGateway } from '../../scripts/gateway/index.ts'
import { takeSnapshot } from '../../scripts/site/cluster-view/snapshot.ts'
import {
  alterClientQuotas,
  alterUserScramCredentials,
  ask,
  askAnybody,
  createTopic,
  deleteTopics,
  deleteUserScramCredentials,
  knownBrokers,
  metadata,
} from '../../scripts/wire/index.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { runDemo } from '../support/demo.ts'
import { diagnose } from '../support/doctor.ts'
import { brokerPassword } from '../support/other-cluster.ts'
import { seen } from '../support/seen.ts'
import {
  lacking,
  needed,
  password,
  type StrictCluster,
  startStrictCluster,
} from '../support/strict-cluster.ts'

let other: StrictCluster
let clone: Clone

beforeAll(async () => {
  other = await startStrictCluster()
  clone = await makeClone()
})

afterAll(async () => {
  await clone?.[Symbol.asyncDispose]()
  await other?.[Symbol.asyncDispose]()
})

const as = (user: string, more?: NodeJS.ProcessEnv) => other.as(user, more)

describe.each(['1', '2', '3', '5'])('lesson %s, with the least rights', (lesson) => {
  test('its demo', async () => {
    const { code, stdout, stderr } = await runDemo(() => clone.run(['lesson', lesson], as('ana')))
    expect(code, stdout + stderr).toBe(0)
    expect(stdout).toContain(`npm run check ${lesson}`)
    expect(stdout + stderr).not.toContain(password)
  })

  test('the check of its solution, after which nothing is left', async () => {
    const folder = readdirSync(join(clone.folder, 'lessons')).find((id) =>
      id.startsWith(`0${lesson}`),
    )
    const solution = join(clone.folder, 'lessons', folder ?? '', 'solution.ts')
    const before = await topicsOf('ana')
    const { code, stdout, stderr } = await clone.run(['check', lesson, 'file', solution], as('ana'))
    expect(code, stdout + stderr).toBe(0)
    expect(stdout).toContain('Passed.')
    await waitUntil({
      what: 'the topics to be those from before',
      look: () => topicsOf('ana'), // of a broker that may learn of a deletion a moment later
      done: (topics) => isDeepStrictEqual(topics, before),
      timeoutMs: 120_000,
    })
  })
})

async function topicsOf(user: string): Promise<string[]> {
  const { partitions } = await askAnybody(other.admin.addresses, metadata, 20_000)
  const own = partitions.filter(({ topic }) => topic.startsWith(`${user}.`))
  return [...new Set(own.map(({ topic }) => topic))].sort()
}

test('a lesson that takes brokers away says why it cannot', async () => {
  const { code, stderr } = await clone.run(['lesson', '4'], as('ana'))
  expect(code, stderr).toBe(2)
  expect(stderr).toContain('Lesson 4 takes brokers away')
})

test.each(needed)('without $operation on a $resource: it is named', async (right) => {
  const { code, stderr } = await clone.run(['cluster', 'up'], as(lacking(right)))
  expect(code, stderr).toBe(3)
  const who = lacking(right)
  expect(stderr).toMatch(seen('NOT_ALLOWED'))
  expect(stderr).toContain(`The user ${who} lacks rights`)
  const { findings } = await diagnose(clone, as(who))
  expect(findings[0]).toMatchObject({ code: 'NOT_ALLOWED', blocks: true })
  expect(namedIn(stderr)).toEqual([
    `${right.operation} on ${right.resource}s that begin with ${who}.`,
  ])
})

test('whoever uses a name that is not theirs is told of WORKBOOK_LEARNER', async () => {
  const { code, stderr } = await clone.run(['lesson', '1'], as('ana', { WORKBOOK_LEARNER: 'ben' }))
  expect(code, stderr).toBe(3)
  expect(namedIn(stderr)).toEqual(
    needed.map(({ operation, resource }) => `${operation} on ${resource}s that begin with ben.`),
  )
  expect(stderr.replaceAll('\n', ' ')).toContain('set WORKBOOK_LEARNER')
})

function namedIn(text: string): string[] {
  const lines = text.split('\n').filter((line) => line.includes(' that begin with '))
  return lines.map((line) => line.trim().replace(/ +/g, ' ').toLowerCase())
}

test.each([
  ['SCRAM-SHA-256', () => as('ana')],
  ['SCRAM-SHA-512', () => as('ben', { KAFKA_SASL_MECHANISM: 'scram-sha-512' })],
  ['PLAIN', asBroker],
])('the status tells the own addresses of the brokers: login by %s', async (_, env) => {
  const { code, stdout, stderr } = await clone.run(['cluster', 'status', '--json'], env())
  expect(code, stderr).toBe(0)
  const { brokers, launcher, ready } = JSON.parse(stdout)
  expect({ launcher, ready }).toEqual({ launcher: 'remote', ready: true })
  const places = (env().KAFKA_BROKERS ?? '').split(',')
  expect(brokers.map(({ address }: { address: string }) => address)).toEqual(places)
})

function asBroker(): NodeJS.ProcessEnv {
  return as('broker', {
    KAFKA_BROKERS: other.brokers.join(','),
    KAFKA_PASSWORD: brokerPassword,
    KAFKA_SASL_MECHANISM: 'plain',
    KAFKA_CA: undefined,
  })
}

const nobody = { KAFKA_USERNAME: undefined, KAFKA_PASSWORD: undefined }

test.each([
  ['a wrong password', () => as('ana', { KAFKA_PASSWORD: 'wrong' }), seen('LOGIN_REFUSED')],
  ['an unknown user', () => as('eve'), 'refuses the user eve'],
  ['a wrong told password', () => ({ ...asBroker(), KAFKA_PASSWORD: 'x' }), 'the user broker'],
  [
    'a mechanism that is not enabled',
    () => as('ana', { KAFKA_SASL_MECHANISM: 'plain' }),
    seen('SASL_MECHANISM'),
  ],
  [
    'one for which the user has no password',
    () => as('ben', { KAFKA_SASL_MECHANISM: 'scram-sha-256' }),
    'refuses the user ben',
  ],
  ['no login, through TLS', () => as('ana', nobody), seen('SASL_WANTED')],
  ['no login', () => ({ ...asBroker(), ...nobody, KAFKA_SASL_MECHANISM: '' }), 'to log in'],
  ['no authority', () => as('ana', { KAFKA_CA: undefined, KAFKA_TLS: 'yes' }), 'does not trust'],
  ['no TLS', () => as('ana', { KAFKA_CA: undefined }), 'wants TLS'],
  [
    'an address that does not answer beside one that refuses',
    () => as('eve', { KAFKA_BROKERS: `127.0.0.1:${other.ports}0,${other.hosts[0]}` }),
    'refuses the user eve',
  ],
  ['half a login', () => as('ana', { KAFKA_PASSWORD: '' }), seen('BAD_CONNECTION', 1)],
])('%s is explained, and no secret told', async (_, env, why) => {
  const words = ['cluster', 'up']
  const { code, stdout, stderr } = await clone.run(words, { ...env(), WORKBOOK_DEBUG: '1' })
  expect([2, 3], stderr).toContain(code)
  expect(stderr.replaceAll('\n', ' ')).toMatch(why)
  expect(stdout + stderr).not.toContain(password)
  expect(stdout + stderr).not.toContain(brokerPassword)
})

test("Kafka's own tools, which know the newest of the protocol, go the same way", async () => {
  const run = (...words: string[]) => clone.run(['kafka', ...words], as('ana'))
  const made = await run('topics', '--create', '--topic', 'ana.tools', '--partitions', '3')
  expect(made.code, made.stderr).toBe(0)
  const sent = ['--num-records', '50', '--record-size', '10', '--throughput', '-1']
  const perf = await run('producer-perf-test', '--topic', 'ana.tools', ...sent)
  expect(perf.code, perf.stdout + perf.stderr).toBe(0)
  const read = ['--from-beginning', '--max-messages', '50', '--group', 'ana.tools']
  const consumed = await run('console-consumer', '--topic', 'ana.tools', ...read)
  expect(consumed.code, consumed.stderr).toBe(0)
  const described = await run(
    'consumer-groups',
    '--describe',
    '--group',
    'ana.tools',
    '--timeout',
    '60000',
  )
  expect(described.stdout).toContain('ana.tools')
  expect(await run('topics', '--delete', '--topic', 'ana.tools')).toMatchObject({ code: 0 })
})

test('users have quotas, and who is taken away is refused', async () => {
  const user = { name: 'gus', password, mechanism: 'scram-sha-256' } as const
  await askAnybody(other.admin.addresses, await alterUserScramCredentials([user]), 20_000)
  expect(await clone.run(['cluster', 'status'], as('gus'))).toMatchObject({ code: 0 })
  const quotas = { producer_byte_rate: 123_456, request_percentage: 12.5 }
  await askAnybody(other.admin.addresses, alterClientQuotas([{ user: 'gus', quotas }]), 20_000)
  const described = ['--describe', '--entity-type', 'users', '--entity-name', 'gus']
  const { stdout } = await clone.run(['kafka', 'configs', ...described], asBroker())
  expect(stdout).toContain('producer_byte_rate=123456.0')
  expect(stdout).toContain('request_percentage=12.5')
  await askAnybody(other.admin.addresses, deleteUserScramCredentials([user]), 20_000)
  const { stderr } = await clone.run(['cluster', 'status'], as('gus'))
  expect(stderr).toContain('refuses the user gus')
})

test('pages see the cluster as they see brokers of their own', async () => {
  const request = createTopic({ name: 'ana.pages', partitions: 3 })
  await askAnybody(other.admin.addresses, request, 20_000)
  const cluster = new RemoteCluster({ ...clone.env, ...as('ana') })
  const seen = await waitUntil({
    what: 'the new topic to be seen with its watermarks',
    look: () => takeSnapshot(cluster),
    done: ({ topics }) =>
      topics.some(
        ({ name, partitions }) =>
          name === 'ana.pages' && partitions.every(({ high }) => high === 0),
      ),
    timeoutMs: 120_000,
  })
  const states = seen.brokers.map(({ id, state }) => `${id} ${state}`)
  expect(states).toEqual(['1 up', '2 up', '3 up'])
  await askAnybody(other.admin.addresses, deleteTopics(['ana.pages']), 20_000)
})

test('a broker that goes is not waited for, and one that comes later is met', async () => {
  const secured = {
    tls: { ca: readFileSync(other.caFile, 'utf8') },
    sasl: { mechanism: 'scram-sha-256', username: 'ana', password },
  } as const
  await using early = await openGateway({ brokers: other.hosts, ...secured })
  await other.launcher.kill(3)
  await expect(ask(early.reach(3), knownBrokers, 20_000)).rejects.toThrow('closed the connection')
  await waitForBrokers(early.reach(1), 2)
  await using late = await openGateway({ brokers: other.hosts.slice(0, 1), ...secured })
  expect(late.addresses).toHaveLength(2)
  await other.launcher.start(3)
  await waitForBrokers(late.reach(1), 3)
  expect(late.addresses).toHaveLength(3)
  const { brokers } = await ask(late.reach(1), knownBrokers, 20_000)
  expect(brokers.map(({ address }) => address).sort()).toEqual([...late.addresses].sort())
  await waitForBrokers(late.reach(3), 3)
  await waitForBrokers(early.reach(3), 3) // where it answered before
})

async function waitForBrokers(address: string, count: number): Promise<void> {
  await waitUntil({
    what: `${address} to know ${count} brokers`,
    look: () => ask(address, knownBrokers, 5000).catch(() => undefined),
    done: (seen) => seen?.brokers.length === count,
    timeoutMs: 120_000,
  })
}
