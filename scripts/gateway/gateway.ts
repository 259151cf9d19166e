import { WorkbookError } from '../errors.ts'
import { ask, knownBrokers, type Metadata, nodesIn, replaceAddresses } from '../wire/index.ts'
import { explain } from './diagnosis.ts'
import { askDirectly } from './dial.ts'
import { Door, HERE } from './door.ts'
import type { Translate } from './pass.ts'
import type { Security } from './security.ts'

const LOOK_TIMEOUT_MS = 3000

/** A cluster somewhere, and how it wants to be spoken to. */
export interface GatewayOptions extends Security {
  /** Where to ask for the cluster first: `host:port`. */
  readonly brokers: readonly string[]
}

type Brokers = Metadata['brokers']

/**
 * Stands between programs on this machine, which connect to it without TLS and without logging in,
 * and the brokers of a cluster that may ask for both. Every broker has a port of its own here;
 * where answers name brokers, those ports are named instead. It keeps no process alive.
 */
export class Gateway implements AsyncDisposable {
  readonly #options: GatewayOptions
  readonly #doors = new Map<number, Door>()

  constructor(options: GatewayOptions) {
    this.#options = options
  }

  /** Where programs on this machine find the brokers, in the order of the brokers' ids. */
  get addresses(): readonly string[] {
    const open = [...this.#doors].filter(([, door]) => door.port !== undefined)
    const ids = open.map(([id]) => id).sort((one, other) => one - other)
    return ids.map((id) => this.reach(id))
  }

  /** Where programs on this machine find one broker. */
  reach(id: number): string {
    const door = this.#doors.get(id)
    if (!door?.port) throw new Error(`There is no broker ${id}.`)
    return `${HERE}:${door.port}`
  }

  /** The brokers of the cluster at their own addresses. Fails, and says why, if none can be used. */
  async look(): Promise<Brokers> {
    const known = this.addresses.map((address) => ask(address, knownBrokers, LOOK_TIMEOUT_MS))
    const seen = await Promise.any(known).catch(() => this.#lookAfresh())
    // What is told at a door names the doors.
    const places = seen.brokers.map(({ id, address }) => ({
      id,
      address: this.#doors.get(id)?.address ?? address,
    }))
    return places.sort((one, other) => one.id - other.id)
  }

  /** Fails, and says why, unless every broker can be used where the cluster says that it is. */
  async check(): Promise<void> {
    const { brokers } = await this.#lookAfresh()
    await Promise.all(
      brokers.map(({ id, address }) =>
        this.#ask(address).catch((error: unknown) => {
          throw advertised(id, address, error)
        }),
      ),
    )
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#doors.values()].map((door) => door[Symbol.asyncDispose]()))
  }

  // The cluster may have moved since it was last seen.
  async #lookAfresh(): Promise<Metadata> {
    const asked = this.#options.brokers.map((address) => this.#ask(address))
    const seen = await Promise.any(asked).catch(({ errors }: AggregateError) => {
      throw mostTelling(errors, this.#options.brokers)
    })
    await this.#keepDoors(seen.brokers)
    return seen
  }

  #ask(address: string): Promise<Metadata> {
    return askDirectly(address, this.#options, knownBrokers).catch(async (error: unknown) => {
      throw await explain(address, this.#options, error)
    })
  }

  async #keepDoors(brokers: Brokers): Promise<void> {
    for (const { id, address } of brokers) {
      const door = this.#doors.get(id) ?? new Door(this.#options, this.#translate)
      this.#doors.set(id, door)
      door.address = address
    }
    await Promise.all(brokers.map(({ id }) => this.#doors.get(id)?.opened))
  }

  readonly #translate: Translate = async (answer, question) => {
    const named = nodesIn(answer, question).filter(({ id }) => id >= 0)
    await this.#keepDoors(named.map(({ id, host, port }) => ({ id, address: `${host}:${port}` })))
    return replaceAddresses(answer, question, (node) => {
      const door = this.#doors.get(node.id)
      return door?.port ? { host: HERE, port: door.port } : node
    })
  }
}

/** Opens a gateway to a cluster; fails, and says why, when not all of its brokers can be used. */
export async function openGateway(options: GatewayOptions): Promise<Gateway> {
  const gateway = new Gateway(options)
  try {
    await gateway.check()
    return gateway
  } catch (error) {
    await gateway[Symbol.asyncDispose]()
    throw error
  }
}

// An address where nobody answers tells less than one where somebody refuses.
function mostTelling(errors: readonly unknown[], addresses: readonly string[]): unknown {
  const telling = errors.find((error) => !isOf(error, 'UNREACHABLE'))
  if (telling || addresses.length === 1) return telling ?? errors[0]
  const what = `No broker answers at ${addresses.join(', ')}.`
  return new WorkbookError('UNREACHABLE', what, { cause: errors[0] })
}

function advertised(id: number, address: string, error: unknown): unknown {
  if (!isOf(error, 'UNREACHABLE', 'UNRESOLVED')) return error
  const told = `The cluster answers, but sends clients to ${address} for broker ${id}.`
  return new WorkbookError('ADVERTISED', `${told} ${(error as Error).message}`, { cause: error })
}

function isOf(error: unknown, ...codes: readonly WorkbookError['code'][]): boolean {
  return error instanceof WorkbookError && codes.includes(error.code)
}
