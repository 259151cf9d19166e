import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import kafkajs, { type Kafka } from 'kafkajs'
import { type Hosting, hostClass } from '../../scripts/class/hosting.ts'
import { admit } from '../../scripts/class/isolation.ts'
import { waitUntil } from '../../scripts/cluster/index.ts'
import { type Membership, newPassword, roomBrokers } from '../../scripts/membership/index.ts'
import { silent } from '../../scripts/terminal/index.ts'
import { endAll } from './clone.ts'
import { cleanEnvironment } from './environment.ts'
import { freePorts } from './ports.ts'
import { shareToolchain } from './toolchain.ts'

/** A class on this machine, with a folder and ports of its own. Nothing is left of it. */
export interface Classroom extends AsyncDisposable {
  readonly env: NodeJS.ProcessEnv
  readonly hosting: Hosting
}

// The whole of 127.0.0.0/8 is this machine on Linux: what is reached at .2 is the room's door, and
// what only listens at .1 is not.
const ROOM = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1'

export async function openClassroom(): Promise<Classroom> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'workbook-class-')))
  shareToolchain(home)
  const env = cleanEnvironment({
    WORKBOOK_STATE: home,
    WORKBOOK_PORTS: await freePorts(),
    WORKBOOK_CLASS_PORTS: await freePorts(),
  })
  const end = async (): Promise<void> => {
    await endAll(join(home, 'class'))
    rmSync(home, { recursive: true, force: true })
  }
  try {
    const hosting = await hostClass(ROOM, env, silent)
    return { env, hosting, [Symbol.asyncDispose]: end }
  } catch (error) {
    await end()
    throw error
  }
}

/** Seats a learner at the brokers; their own client, that does not try again. */
export async function seat({ hosting }: Classroom, name: string): Promise<Kafka> {
  const password = newPassword()
  await admit(hosting.cluster.addresses, name, password)
  return clientOf(hosting, name, password)
}

/** A client as a learner's machine would have it, which asks these brokers first. */
export function clientOf(
  { hosted }: Hosting,
  username: string,
  password: string,
  brokers = roomBrokers(hosted),
): Kafka {
  return new kafkajs.Kafka({
    brokers: [...brokers],
    ssl: { ca: [hosted.certificate] },
    sasl: { mechanism: 'scram-sha-256', username, password },
    connectionTimeout: 10_000, // a broker's first TLS connection takes a while
    retry: { retries: 0 },
    logLevel: kafkajs.logLevel.NOTHING,
  })
}

/** Waits until every broker has let a learner in: on a busy machine its first login takes long. */
export async function waitForDoors(
  hosting: Hosting,
  { name, password }: Pick<Membership, 'name' | 'password'>,
): Promise<void> {
  const opens = async (broker: string): Promise<boolean> => {
    const admin = clientOf(hosting, name, password, [broker]).admin()
    const isOpen = await admin.connect().then(
      () => true,
      () => false,
    )
    await admin.disconnect()
    return isOpen
  }
  await waitUntil({
    what: `all brokers to let ${name} in`,
    look: () => Promise.all(roomBrokers(hosting.hosted).map(opens)),
    done: (open) => open.every(Boolean),
    timeoutMs: 120_000,
  })
}

/** All that an attempt failed with, causes and parts included, as text; "nothing" if it did not. */
export async function refusalOf(attempt: Promise<unknown>): Promise<string> {
  return attempt.then(() => 'nothing', words)
}

function words(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const { name, message, cause } = error
  const { type = '', errors = [] } = error as { type?: string; errors?: unknown[] }
  return [name, type, message, ...(cause ? [words(cause)] : []), ...errors.map(words)].join(' ')
}
