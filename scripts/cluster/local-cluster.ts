import { WorkbookError } from '../errors.ts'
import { type Report, silent } from '../terminal/index.ts'
import { stateOf } from './broker-state.ts'
import type { BrokerActions, Cluster, ClusterStatus } from './cluster.ts'
import type { Launcher, LauncherName } from './launcher.ts'
import { type FindOther, LocalBrokers } from './local-brokers.ts'
import { findController, looksReady } from './readiness.ts'
import { toolClass } from './tools.ts'
import { underLock } from './under-lock.ts'

/** The cluster that a launcher runs on this machine, used by one command at a time. */
export class LocalCluster implements Cluster {
  readonly #brokers: LocalBrokers
  readonly #env: NodeJS.ProcessEnv

  constructor(launcher: Launcher, env: NodeJS.ProcessEnv, findOther: FindOther) {
    this.#brokers = new LocalBrokers(launcher, findOther)
    this.#env = env
  }

  get #launcher(): Launcher {
    return this.#brokers.launcher
  }

  get launcher(): LauncherName {
    return this.#launcher.name
  }

  get addresses(): readonly string[] {
    return this.#brokers.addresses
  }

  reach(id: number): string {
    const broker = this.#launcher.definition.brokers.find((one) => one.id === id)
    if (!broker) throw new Error(`There is no broker ${id}.`)
    return broker.address
  }

  exclusively<T>(
    doing: string,
    report: Report,
    action: (brokers: BrokerActions) => Promise<T>,
  ): Promise<T> {
    return underLock(doing, this.#env, report, () => action(this.#brokers))
  }

  async up(report: Report): Promise<void> {
    // Brokers that are up are used beside whatever else is at work.
    if (await this.#brokers.isUp()) return
    await this.exclusively('starting the brokers', report, (brokers) => brokers.up(report))
  }

  start(id: number, report = silent): Promise<boolean> {
    return this.exclusively(`starting kafka-${id}`, report, (own) => own.start(id, report))
  }

  stop(id: number, report = silent): Promise<boolean> {
    return this.exclusively(`stopping kafka-${id}`, report, (own) => own.stop(id, report))
  }

  kill(id: number, report = silent): Promise<boolean> {
    return this.exclusively(`killing kafka-${id}`, report, (own) => own.kill(id, report))
  }

  pause(id: number, report = silent): Promise<boolean> {
    return this.exclusively(`pausing kafka-${id}`, report, (own) => own.pause(id, report))
  }

  resume(id: number, report = silent): Promise<boolean> {
    return this.exclusively(`resuming kafka-${id}`, report, (own) => own.resume(id, report))
  }

  down(report = silent): Promise<void> {
    return this.exclusively('stopping the brokers', report, () => this.#launcher.down())
  }

  wipe(report = silent): Promise<void> {
    return this.exclusively('deleting the data', report, () => this.#launcher.wipe())
  }

  async status(): Promise<ClusterStatus> {
    const brokers = await this.#launcher.conditions()
    const up = brokers.filter(({ condition }) => condition === 'up')
    const upAddresses = up.map(({ address }) => address)
    const [controller, ready] = await Promise.all([
      // One that lost its majority still calls itself the leader for a while.
      up.length > brokers.length / 2 ? findController(upAddresses) : undefined,
      up.length === brokers.length ? looksReady(this.addresses) : false,
    ])
    return {
      launcher: this.launcher,
      ready,
      controller: controller ?? null,
      brokers: brokers.map(({ id, address, condition }) => ({
        id,
        address,
        state: stateOf(condition),
      })),
    }
  }

  obstacles(): Promise<WorkbookError[]> {
    return this.#launcher.obstacles()
  }

  dataPlaces(): string[] {
    return this.#launcher.dataPlaces()
  }

  logs(id: number, lines: number): Promise<string> {
    return this.#launcher.logs(id, lines)
  }

  async tool(name: string, args: readonly string[]): Promise<number> {
    toolClass(name) // an unknown one is refused before anything else
    const brokers = await this.#launcher.conditions()
    if (!brokers.some(({ condition }) => condition === 'up')) {
      throw new WorkbookError('CLUSTER_DOWN', 'No broker is running.')
    }
    return this.#launcher.tool(name, args)
  }
}
