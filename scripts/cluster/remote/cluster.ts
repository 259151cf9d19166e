import { join } from 'node:path'
import { WorkbookError } from '../../errors.ts'
import { type Gateway, type GatewayOptions, openGateway } from '../../gateway/index.ts'
import { learnerPrefix } from '../../kit/names.ts'
import { openStateFolder, projectRoot } from '../../state/index.ts'
import { type Report, silent } from '../../terminal/index.ts'
import type { BrokerActions, Cluster, ClusterStatus } from '../cluster.ts'
import { readDefinition } from '../definition/definition.ts'
import { findController } from '../readiness.ts'
import { toolClass } from '../tools.ts'
import { reachClass } from './class.ts'
import { requireRights } from './rights.ts'
import { readSettings } from './settings.ts'

// What takes less is over before it could be read.
const SLOW_MS = 500

/**
 * Somebody else's cluster, named by KAFKA_BROKERS: used through a gateway in this process, which
 * `up` and `status` open, but never started or stopped.
 */
export class RemoteCluster implements Cluster {
  readonly launcher = 'remote'
  readonly #env: NodeJS.ProcessEnv
  readonly #settings: GatewayOptions
  #gateway: Gateway | undefined
  #opening: Promise<Gateway> | undefined

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env
    this.#settings = readSettings(env)
  }

  get addresses(): readonly string[] {
    return this.#gateway?.addresses ?? []
  }

  reach(id: number): string {
    if (!this.#gateway) throw new Error('Nobody has looked for the brokers yet.')
    return this.#gateway.reach(id)
  }

  async up(report: Report): Promise<void> {
    const inClass = this.#inClass
    const what = inClass ? 'Reaching the class' : 'Reaching the cluster'
    await announced(what, report, async () => {
      await (inClass ? reachClass(this.#reach) : this.#reach())
    })
  }

  get #inClass(): boolean {
    return Boolean(this.#env.WORKBOOK_CLASS)
  }

  readonly #reach = async (): Promise<true> => {
    await this.#gateway?.check()
    const [address = ''] = (await this.#open()).addresses
    const username = this.#settings.sasl?.username
    await requireRights(address, learnerPrefix(this.#env), username, { inClass: this.#inClass })
    return true
  }

  // Nothing is done by `up` here but looking.
  async obstacles(): Promise<WorkbookError[]> {
    try {
      await this.up(silent)
      return []
    } catch (error) {
      if (error instanceof WorkbookError) return [error]
      throw error
    }
  }

  // Nothing here can be done to these brokers, so there is nothing to keep others from. What fails
  // because they went away meanwhile is told as that.
  async exclusively<T>(
    _doing: string,
    _report: Report,
    action: (brokers: BrokerActions) => Promise<T>,
  ): Promise<T> {
    try {
      return await action(this)
    } catch (error) {
      const [gone] = await this.obstacles()
      throw gone ?? error
    }
  }

  async status(): Promise<ClusterStatus> {
    const open = () => this.#open()
    const gateway = await (this.#inClass ? reachClass(open) : open())
    const brokers = await gateway.look()
    return {
      launcher: this.launcher,
      ready: brokers.length > 0,
      controller: (await findController(gateway.addresses)) ?? null,
      brokers: brokers.map(({ id, address }) => ({ id, address, state: 'up' })),
    }
  }

  async #open(): Promise<Gateway> {
    this.#opening ??= openGateway(this.#settings)
    try {
      this.#gateway = await this.#opening
      return this.#gateway
    } catch (error) {
      this.#opening = undefined // it may be there next time
      throw error
    }
  }

  /** Kafka's own tools reach it through the gateway, where they were fetched for brokers here. */
  async tool(name: string, args: readonly string[]): Promise<number> {
    toolClass(name) // an unknown one is refused before anything else
    const [{ knownToolchain }, { runTool }] = await Promise.all([
      import('../native/toolchain.ts'),
      import('../native/tools.ts'),
    ])
    const definition = readDefinition(join(projectRoot, 'docker-compose.yml'), this.#env)
    const toolchain = knownToolchain(definition, openStateFolder(this.#env), this.#env)
    if (!toolchain) {
      throw new WorkbookError('NOT_HERE', "Kafka's tools are not on this machine.", {
        remedy: 'They come with brokers of your own: WORKBOOK_CLUSTER=native npm run cluster up',
      })
    }
    const { addresses } = await this.#open()
    return runTool(toolchain, definition, name, args, { addresses })
  }

  start = () => this.#notHere('started')
  stop = () => this.#notHere('stopped')
  kill = () => this.#notHere('killed')
  pause = () => this.#notHere('paused')
  resume = () => this.#notHere('resumed')
  down = () => this.#notHere('stopped')
  wipe = () => this.#notHere('wiped')
  dataPlaces = () => this.#notHere('wiped')
  logs = () => this.#notHere('asked for its logs')

  #notHere(done: string): never {
    const whose = this.#inClass
      ? "You are in a class, and its brokers are the teacher's: they"
      : "KAFKA_BROKERS names a cluster that is not this clone's: it"
    const remedy = 'To use brokers of your own: npm run class leave'
    throw new WorkbookError('NOT_HERE', `${whose} cannot be ${done} from here.`, {
      ...(this.#inClass && { remedy }),
    })
  }
}

async function announced(
  doing: string,
  report: Report,
  action: () => Promise<void>,
): Promise<void> {
  let finished = (): void => {}
  const timer = setTimeout(() => {
    finished = report.step(doing)
  }, SLOW_MS)
  try {
    await action()
    finished()
  } finally {
    clearTimeout(timer)
  }
}
