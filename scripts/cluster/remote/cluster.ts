import { WorkbookError } from '../../errors.ts'
import { ask, type Metadata, metadata } from '../../wire/index.ts'
import type { BrokerActions, Cluster } from '../cluster.ts'
import { findController } from '../readiness.ts'

const ANSWER_TIMEOUT_MS = 5000

/** Somebody else's cluster, named by KAFKA_BROKERS: used, but never started or stopped. */
export function createRemoteCluster(kafkaBrokers: string): Cluster {
  const addresses = kafkaBrokers
    .split(',')
    .map((address) => address.trim())
    .filter(Boolean)

  async function look(): Promise<Metadata | undefined> {
    for (const address of addresses) {
      const seen = await ask(address, metadata, ANSWER_TIMEOUT_MS).catch(() => undefined)
      if (seen) return seen
    }
    return undefined
  }

  const brokers: BrokerActions = {
    async up() {
      if (await look()) return
      throw unreachable(addresses)
    },
    start: () => notHere('started'),
    stop: () => notHere('stopped'),
    kill: () => notHere('killed'),
    pause: () => notHere('paused'),
    resume: () => notHere('resumed'),
  }

  return {
    ...brokers,
    launcher: 'remote',
    addresses,

    // Nothing here can be done to these brokers, so there is nothing to keep others from.
    exclusively: (_doing, _report, action) => action(brokers),

    async status() {
      const seen = await look()
      if (!seen) throw unreachable(addresses)
      const brokers = seen.brokers.map(({ id, address }) => ({
        id,
        address,
        state: 'up' as const,
      }))
      return {
        launcher: 'remote',
        ready: brokers.length > 0,
        controller: (await findController(addresses)) ?? null,
        brokers: brokers.sort((one, other) => one.id - other.id),
      }
    },

    down: () => notHere('stopped'),
    wipe: () => notHere('wiped'),
    dataPlaces: () => notHere('wiped'),
    logs: () => notHere('asked for its logs'),
    tool: () => notHere('reached with these tools'),
  }
}

function unreachable(addresses: readonly string[]): WorkbookError {
  return new WorkbookError('UNREACHABLE', `No broker answers at ${addresses.join(', ')}.`)
}

function notHere(done: string): never {
  throw new WorkbookError(
    'NOT_HERE',
    `KAFKA_BROKERS names a cluster that is not this clone's: it cannot be ${done} from here.`,
  )
}
