import { existsSync, readFileSync, rmSync } from 'node:fs'
import { stopAt, WorkbookError } from '../../errors.ts'
import { writeAtomically } from '../../state/index.ts'
import type { Report } from '../../terminal/index.ts'
import type { BrokerDefinition, ClusterDefinition } from '../definition/definition.ts'
import type { BrokerCondition, Condition, Launcher } from '../launcher.ts'
import { takenPort } from '../ports/free.ts'
import { waitForLeaderAmong } from '../readiness.ts'
import { waitUntil } from '../wait.ts'
import { findConditions, roleOf } from './conditions.ts'
import { doorPorts } from './environment.ts'
import { lackOfSpace, lostMajority, markStopped, unusableFolder } from './folder.ts'
import { foreignData, isFormatted } from './format.ts'
import { filesOf, formedMark } from './layout.ts'
import {
  endLeftovers,
  findOwnProcesses,
  killProcesses,
  type OwnProcess,
  signal,
} from './processes.ts'
import { stopBrokers } from './stopping.ts'
import type { Toolchain } from './toolchain.ts'

const KILL_TIMEOUT_MS = 10_000
const ended: readonly Condition[] = ['stopped', 'dead', 'absent']

/** Runs the brokers of the compose file as plain Java processes on this machine. */
export class NativeLauncher implements Launcher {
  readonly name = 'native'
  readonly definition: ClusterDefinition
  readonly #home: string
  readonly #toolchainHome: string
  readonly #env: NodeJS.ProcessEnv
  readonly #ids: readonly number[]

  /** `toolchainHome` is where Kafka is kept, if not in the folder of these brokers. */
  constructor(
    definition: ClusterDefinition,
    home: string,
    env: NodeJS.ProcessEnv,
    toolchainHome = home,
  ) {
    this.definition = definition
    this.#home = home
    this.#toolchainHome = toolchainHome
    this.#env = env
    this.#ids = definition.brokers.map(({ id }) => id)
  }

  conditions(): Promise<BrokerCondition[]> {
    return findConditions(this.definition, this.#home)
  }

  async prepare(report: Report): Promise<void> {
    stopAt(unusableFolder(this.#home))
    await endLeftovers(this.#home, KILL_TIMEOUT_MS)
    const found = await this.conditions()
    stopAt(lostMajority(found))
    const missing = await this.#endUseless(found)
    stopAt(await lackOfSpace(this.#home))
    for (const { id } of missing) {
      stopAt(foreignData(filesOf(this.#home, id).data, this.definition.clusterId))
    }
    stopAt(await takenPort(missing.flatMap((broker) => this.#portsOf(broker))))
    if (missing.length === 0) return
    // What starting takes is loaded when something is to be started.
    const { provideToolchain } = await import('./toolchain.ts')
    await provideToolchain(this.definition, this.#toolchainHome, this.#env, report, missing[0])
  }

  async obstacles(): Promise<WorkbookError[]> {
    const { findToolchainProblem } = await import('./toolchain.ts')
    const found = await this.conditions()
    const missing = found.filter(({ condition }) => ended.includes(condition))
    const brokers = missing.map(({ id }) => this.#brokerOf(id))
    const seen = await Promise.all([
      unusableFolder(this.#home),
      lostMajority(found),
      lackOfSpace(this.#home),
      ...missing.map(({ id }) =>
        foreignData(filesOf(this.#home, id).data, this.definition.clusterId),
      ),
      takenPort(brokers.flatMap((broker) => this.#portsOf(broker))),
      findToolchainProblem(this.definition, this.#home, this.#env),
    ])
    return seen.filter((problem) => problem !== undefined)
  }

  async startAll(): Promise<void> {
    const found = await this.conditions()
    const empty = found.filter(({ id }) => !isFormatted(filesOf(this.#home, id).data))
    const full = found.filter((broker) => !empty.includes(broker))
    for (const { id, condition } of full) {
      if (condition === 'paused') await this.resume(id)
      else if (condition !== 'up') await this.#launch(id)
    }
    if (empty.length > 0 && full.length > found.length / 2) await this.#settleWithout(full)
    for (const { id } of empty) await this.#launch(id)
    writeAtomically(formedMark(this.#home), '')
  }

  async down(): Promise<void> {
    await endLeftovers(this.#home, KILL_TIMEOUT_MS)
    await this.#stop(this.#ids)
  }

  async wipe(): Promise<void> {
    await endLeftovers(this.#home, KILL_TIMEOUT_MS)
    await Promise.all(this.#ids.map((id) => this.kill(id)))
    rmSync(formedMark(this.#home), { force: true })
    for (const folder of this.dataPlaces()) rmSync(folder, { recursive: true, force: true })
  }

  dataPlaces(): string[] {
    return this.#ids.map((id) => filesOf(this.#home, id).folder)
  }

  async start(id: number): Promise<void> {
    const found = (await this.conditions()).find((broker) => broker.id === id)
    if (found?.condition === 'paused') return this.resume(id)
    if (found?.condition === 'up') return
    if (found?.condition === 'absent' || found?.condition === 'no-data') {
      // How it gets an empty folder without harm to the others is for `up` to decide.
      throw new WorkbookError('CLUSTER_DOWN', `kafka-${id} has no data folder.`)
    }
    await this.kill(id) // one with other settings than it should have
    await this.#launch(id)
  }

  async stop(id: number): Promise<void> {
    await this.#stop([id])
  }

  async kill(id: number): Promise<void> {
    const own = await this.#processOf(id)
    if (own) await killProcesses([own.pid], KILL_TIMEOUT_MS)
  }

  async pause(id: number): Promise<void> {
    signal((await this.#requireProcess(id)).pid, 'SIGSTOP')
    await waitUntil({
      what: `kafka-${id} to stand still`,
      look: async () => (await this.#processOf(id))?.paused,
      done: (paused) => paused === true,
      timeoutMs: KILL_TIMEOUT_MS,
    })
  }

  async resume(id: number): Promise<void> {
    signal((await this.#requireProcess(id)).pid, 'SIGCONT')
  }

  async logs(id: number, lines: number): Promise<string> {
    const { log } = filesOf(this.#home, id)
    if (!existsSync(log)) return ''
    return readFileSync(log, 'utf8').trimEnd().split('\n').slice(-lines).join('\n')
  }

  async tool(name: string, args: readonly string[]): Promise<number> {
    const { runTool } = await import('./tools.ts')
    return runTool(await this.#requireToolchain(), this.definition, name, args)
  }

  async #processOf(id: number): Promise<OwnProcess | undefined> {
    return (await findOwnProcesses(this.#home)).find(({ role }) => role === roleOf(id))
  }

  async #requireProcess(id: number): Promise<OwnProcess> {
    const own = await this.#processOf(id)
    if (own) return own
    throw new WorkbookError('CLUSTER_DOWN', `kafka-${id} is not running.`)
  }

  async #requireToolchain(): Promise<Toolchain> {
    const { knownToolchain } = await import('./toolchain.ts')
    const known = knownToolchain(this.definition, this.#toolchainHome, this.#env)
    if (known) return known
    throw new WorkbookError('CLUSTER_DOWN', 'The cluster has never been started.')
  }

  #portsOf(broker: BrokerDefinition): number[] {
    return [...doorPorts(this.definition, broker).values()]
  }

  #brokerOf(id: number): BrokerDefinition {
    const broker = this.definition.brokers.find((candidate) => candidate.id === id)
    if (!broker) throw new Error(`no broker ${id}`)
    return broker
  }

  async #launch(id: number): Promise<void> {
    const { launchBroker } = await import('./launch.ts')
    const toolchain = await this.#requireToolchain()
    await launchBroker(toolchain, this.definition, this.#home, this.#brokerOf(id))
  }

  async #stop(ids: readonly number[]): Promise<void> {
    for (const id of ids) markStopped(filesOf(this.#home, id).stopMark)
    await stopBrokers(this.#home, ids, this.#ids.length)
  }

  // Ends the brokers that run with other settings or ports than the compose file says now, and
  // those whose data was deleted under them; all before any of them starts anew: an empty one must
  // not meet what the others remember. Gives all that are to be started.
  async #endUseless(found: readonly BrokerCondition[]): Promise<BrokerDefinition[]> {
    const deleted = found.filter(({ condition }) => condition === 'no-data')
    await Promise.all(deleted.map(({ id }) => this.kill(id)))
    const outdated = found.filter(({ condition }) => condition === 'outdated')
    if (outdated.length > 0) {
      const ids = outdated.map(({ id }) => id)
      await stopBrokers(this.#home, ids, this.#ids.length)
    }
    return found
      .filter(({ condition }) => condition !== 'up' && condition !== 'paused')
      .map(({ id }) => this.#brokerOf(id))
  }

  // Has the brokers that kept their data agree on who leads, before the empty ones come back. Where
  // Kafka knows an empty one as the last with everything, it would wait for it and follow it: the
  // others take over instead, with all that is left.
  async #settleWithout(full: readonly BrokerCondition[]): Promise<void> {
    await waitForLeaderAmong(full)
    const { runTool } = await import('./tools.ts')
    const args = ['--election-type', 'unclean', '--all-topic-partitions']
    const toolchain = await this.#requireToolchain()
    await runTool(toolchain, this.definition, 'leader-election', args, { quietly: true })
  }
}
