// Three real brokers that let nobody in unknown, and users of theirs.
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { type Gateway, openGateway } from '../../scripts/gateway/index.ts'
import {
  type Acl,
  alterUserScramCredentials,
  ask,
  askAnybody,
  createAcls,
  knowsUser,
  type ScramUser,
} from '../../scripts/wire/index.ts'
import { makeAuthority } from './certificates.ts'
import {
  brokerPassword,
  type OtherCluster,
  startOtherCluster,
  strictSettings,
} from './other-cluster.ts'

/** The password of every user. */
export const password = 'no-one-may-read-this'

const START_TIMEOUT_MS = 120_000
const ANSWER_TIMEOUT_MS = 20_000

type Right = Pick<Acl, 'resource' | 'operation'>

/** What docs/another-cluster.md says a learner needs, for names that begin with theirs. */
export const needed: readonly Right[] = [
  ...(['create', 'write', 'read', 'delete', 'alter'] as const).map(onTopics),
  { resource: 'group', operation: 'read' },
  { resource: 'group', operation: 'delete' },
  { resource: 'transactional-id', operation: 'write' },
]

function onTopics(operation: Acl['operation']): Right {
  return { resource: 'topic', operation }
}

/** The user who lacks this right and no other. */
export function lacking({ resource, operation }: Right): string {
  return `no-${resource}-${operation}`
}

/** Brokers with users: `ana` and `ben` (SCRAM-SHA-512) may do what is needed, others nearly. */
export interface StrictCluster extends OtherCluster {
  /** The addresses where users log in through TLS. */
  readonly hosts: readonly string[]
  /** The brokers' own addresses, where `broker` logs in by PLAIN and without TLS. */
  readonly brokers: readonly string[]
  readonly caFile: string
  /** As the user `broker`, who may do everything. */
  readonly admin: Gateway
  /** The environment in which a command is a user. */
  as(username: string, more?: NodeJS.ProcessEnv): NodeJS.ProcessEnv
}

/** Starts them, and makes the users. */
export async function startStrictCluster(): Promise<StrictCluster> {
  const authority = makeAuthority()
  const settings = strictSettings(authority.sign('DNS:localhost,IP:127.0.0.1'))
  const other = await startOtherCluster(settings)
  const at = (digits: number[]) => digits.map((digit) => `127.0.0.1:${other.ports}${digit}`)
  const [hosts, brokers] = [at([1, 2, 3]), at([4, 5, 6])]
  const admin = await waitForAdmin(brokers)
  await makeUsers(admin)
  return {
    ...other,
    hosts,
    brokers,
    admin,
    caFile: authority.file,
    as: (username, more = {}) => ({
      WORKBOOK_CLUSTER: undefined,
      KAFKA_BROKERS: hosts.join(','),
      KAFKA_USERNAME: username,
      KAFKA_PASSWORD: password,
      KAFKA_CA: authority.file,
      WORKBOOK_LEARNER: username,
      ...more,
    }),
    async [Symbol.asyncDispose]() {
      await admin[Symbol.asyncDispose]()
      await other[Symbol.asyncDispose]()
      authority[Symbol.dispose]()
    },
  }
}

async function waitForAdmin(brokers: readonly string[]): Promise<Gateway> {
  const sasl = { mechanism: 'plain', username: 'broker', password: brokerPassword } as const
  const open = async (): Promise<Gateway | string> => {
    const gateway = await openGateway({ brokers, sasl })
    if (gateway.addresses.length === brokers.length) return gateway
    await gateway[Symbol.asyncDispose]()
    return 'not all of them know each other'
  }
  const seen = await waitUntil({
    what: 'the brokers of somebody else to be ready',
    look: () => open().catch(String),
    done: (look) => typeof look !== 'string',
    timeoutMs: START_TIMEOUT_MS,
    everyMs: 200,
  })
  return seen as Gateway
}

async function makeUsers(admin: Gateway): Promise<void> {
  const users: ScramUser[] = [
    { name: 'ana', password, mechanism: 'scram-sha-256' },
    { name: 'ben', password, mechanism: 'scram-sha-512' },
    ...needed.map((right): ScramUser => {
      return { name: lacking(right), password, mechanism: 'scram-sha-256' }
    }),
  ]
  const acls = users.flatMap(({ name }) =>
    needed
      .filter((right) => lacking(right) !== name)
      .map((right): Acl => ({ ...right, user: name, name: `${name}.`, pattern: 'prefixed' })),
  )
  // Users last: whoever can log in has all the rest.
  const requests = [createAcls(acls), await alterUserScramCredentials(users)]
  for (const request of requests) await askAnybody(admin.addresses, request, ANSWER_TIMEOUT_MS)
  const knowsAll = async (broker: string): Promise<boolean> => {
    const known = users.map(({ name }) => ask(broker, knowsUser(name), ANSWER_TIMEOUT_MS))
    return (await Promise.all(known)).every(Boolean)
  }
  await waitUntil({
    what: 'all brokers to know the users',
    look: () => Promise.all(admin.addresses.map((broker) => knowsAll(broker).catch(() => false))),
    done: (seen) => seen.every(Boolean),
    timeoutMs: START_TIMEOUT_MS,
  })
}
