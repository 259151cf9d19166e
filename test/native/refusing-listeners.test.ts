// Every way in which a listener and what was set for it do not fit, on a real broker that has them
// all.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { ask, knownBrokers } from '../../scripts/wire/index.ts'
import { type Authority, makeAuthority } from '../support/certificates.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { diagnose } from '../support/doctor.ts'
import { startListener } from '../support/listener.ts'
import {
  keystoreOf,
  type OtherCluster,
  type Settings,
  startOtherCluster,
} from '../support/other-cluster.ts'
import { seen } from '../support/seen.ts'

/** The listeners, in the order of their ports. */
const listeners = {
  HOST: 'PLAINTEXT',
  BROKER: 'PLAINTEXT',
  CONTROLLER: 'PLAINTEXT',
  SECURE: 'SSL',
  EXPIRED: 'SSL',
  MISNAMED: 'SSL',
  MUTUAL: 'SSL',
  ASTRAY: 'PLAINTEXT',
  DEAD: 'PLAINTEXT',
} as const

const names = Object.keys(listeners) as (keyof typeof listeners)[]
const here = 'DNS:localhost,IP:127.0.0.1'
let authority: Authority
let broker: OtherCluster
let clone: Clone

beforeAll(async () => {
  authority = makeAuthority()
  broker = await startOtherCluster(settings(), { brokers: 1, advertised })
  clone = await makeClone()
  await waitUntil({
    what: 'the broker to answer',
    look: () => ask(at('HOST'), knownBrokers, 1000).catch(() => undefined),
    done: (seen) => seen?.brokers.length === 1,
    timeoutMs: 90_000,
  })
})

afterAll(async () => {
  await clone?.[Symbol.asyncDispose]()
  await broker?.[Symbol.asyncDispose]()
  authority?.[Symbol.dispose]()
})

function settings(): Settings {
  const trust = 'KAFKA_LISTENER_NAME_MUTUAL_SSL_TRUSTSTORE'
  const outside = names.filter((name) => name !== 'CONTROLLER')
  return {
    KAFKA_LISTENERS: names.map((name) => `${name}://:1`).join(','),
    KAFKA_ADVERTISED_LISTENERS: outside.map((name) => `${name}://x:1`).join(','),
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: names
      .map((name) => `${name}:${listeners[name]}`)
      .join(','),
    ...keystoreOf('SECURE', authority.sign(here)),
    ...keystoreOf('EXPIRED', authority.sign(here, -1)),
    ...keystoreOf('MISNAMED', authority.sign('DNS:kafka.example.org')),
    ...keystoreOf('MUTUAL', authority.sign(here)),
    KAFKA_LISTENER_NAME_MUTUAL_SSL_CLIENT_AUTH: 'required',
    [`${trust}_TYPE`]: 'PEM',
    [`${trust}_LOCATION`]: authority.file,
  }
}

function advertised(ports: string): string {
  const places = { ASTRAY: 'nowhere.invalid:9092', DEAD: `127.0.0.1:${ports}0` } // a free port
  return names
    .filter((name) => name !== 'CONTROLLER')
    .map((name) => {
      const own = `127.0.0.1:${ports}${names.indexOf(name) + 1}`
      return `${name}://${name === 'ASTRAY' || name === 'DEAD' ? places[name] : own}`
    })
    .join(',')
}

function at(name: keyof typeof listeners, host = '127.0.0.1'): string {
  return `${host}:${broker.ports}${names.indexOf(name) + 1}`
}

const user = { KAFKA_USERNAME: 'ana', KAFKA_PASSWORD: 'no-one-may-read-this' }
const trusting = () => ({ KAFKA_CA: authority.file })
const tls = () => ({ KAFKA_TLS: 'yes' })
const plain = () => ({})

test.each([
  ['plainly, where it is plain', 'HOST', plain],
  ['by TLS, with the authority that signed for it', 'SECURE', trusting],
] as const)('all is well %s', async (_, listener, how) => {
  for (const host of ['127.0.0.1', 'localhost']) {
    const { code, stdout, stderr } = await status(at(listener, host), how())
    expect(code, stderr).toBe(0)
    expect(stdout).toContain(`kafka-1  ${at(listener)}  up`)
  }
})

test.each([
  [
    'TLS is wanted, and not spoken',
    seen('TLS_WANTED'),
    'SECURE',
    plain,
    'wants TLS',
    'Set KAFKA_TLS=yes',
  ],
  [
    'TLS is spoken, and not understood',
    seen('NO_TLS'),
    'HOST',
    tls,
    'speaks no TLS',
    'Unset KAFKA_TLS',
  ],
  [
    'the certificate is signed by a stranger',
    seen('CERTIFICATE_UNTRUSTED'),
    'SECURE',
    tls,
    'signed by "Test authority", whom this machine does not trust',
    'set KAFKA_CA',
  ],
  [
    'it has expired',
    seen('CERTIFICATE_DATE'),
    'EXPIRED',
    trusting,
    'is valid from',
    'has to renew it',
  ],
  [
    'it is for another name',
    seen('CERTIFICATE_NAME'),
    'MISNAMED',
    trusting,
    'is for kafka.example.org, not for 127.0.0.1',
    'Use a name that the certificate holds',
  ],
  [
    'one is wanted of the client',
    seen('CLIENT_CERTIFICATE'),
    'MUTUAL',
    trusting,
    'wants a certificate of its clients',
    '',
  ],
  [
    'nobody logs in there',
    seen('NO_SASL'),
    'HOST',
    () => user,
    'asks nobody to log in',
    'Unset KAFKA_USERNAME',
  ],
  [
    'it is for brokers only',
    seen('NOT_KAFKA', 1),
    'CONTROLLER',
    plain,
    "is a controller's",
    'a listener for clients',
  ],
  [
    'it sends clients to a name that does not resolve',
    seen('ADVERTISED'),
    'ASTRAY',
    plain,
    'sends clients to nowhere.invalid:9092 for broker 1. The name nowhere.invalid does not resolve',
    'advertised.listeners',
  ],
  [
    'it sends clients where nobody is',
    seen('ADVERTISED'),
    'DEAD',
    plain,
    '0 for broker 1. No broker answers at 127.0.0.1:',
    'advertised.listeners',
  ],
] as const)('%s', async (_, symptom, listener, how, what, remedy) => {
  const { code, stderr } = await status(at(listener), how())
  expect(code, stderr).toBe(3)
  expect(unwrapped(stderr)).toMatch(symptom)
  expect(unwrapped(stderr)).toContain(what)
  expect(unwrapped(stderr)).toContain(remedy)
  expect(stderr).not.toContain(user.KAFKA_PASSWORD)
  // The doctor says the same.
  const { findings } = await diagnose(clone, environment(at(listener), how()))
  expect(findings[0]).toMatchObject({ blocks: true, what: expect.stringMatching(symptom) })
})

test('a name that does not resolve', async () => {
  const { code, stderr } = await status('nowhere.invalid:9092', {})
  expect(code, stderr).toBe(3)
  expect(unwrapped(stderr)).toMatch(seen('UNRESOLVED'))
  expect(stderr).toContain('nowhere.invalid')
})

test.each([
  ['says nothing', plain],
  ['hangs up at once', plain],
  ['hangs up at once', tls],
  ['speaks first', plain],
  ['speaks first', tls],
] as const)('whoever %s is no broker', async (manner, how) => {
  await using listener = await startListener(0, manner)
  const { code, stderr } = await status(`127.0.0.1:${listener.port}`, how())
  expect(code, stderr).toBe(3)
  expect(unwrapped(stderr)).toMatch(/but not as a Kafka broker does|did not answer/)
})

function status(address: string, how: NodeJS.ProcessEnv) {
  return clone.run(['cluster', 'status'], environment(address, how))
}

function environment(address: string, how: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return { WORKBOOK_CLUSTER: undefined, KAFKA_BROKERS: address, ...how }
}

function unwrapped(text: string): string {
  return text.replaceAll('\n', ' ')
}
