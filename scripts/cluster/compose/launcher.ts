import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { WorkbookError } from '../../errors.ts'
import type { Report } from '../../terminal/index.ts'
import type { ClusterDefinition } from '../definition/definition.ts'
import type { BrokerCondition, Condition, Launcher } from '../launcher.ts'
import { takenPort } from '../ports/free.ts'
import { toolArguments } from '../tools.ts'
import { type Container, listContainers, listProject, projectName } from './containers.ts'
import { type ComposeCommand, requireEngine } from './engine.ts'
import { provideImage } from './image.ts'
import { findOutdated, rememberRight, type Settings } from './settings.ts'
import { forgetStops, isMarkedStopped, markStopped } from './stop-marks.ts'

const PATIENCE_S = 15
const PATIENCE_WITHOUT_MAJORITY_S = 1
const KILLED = 137
const FREEZING_MS = 10_000

/** Runs the compose file as it is, so that `docker compose up -d` by hand makes the same cluster. */
export class ComposeLauncher implements Launcher {
  readonly name = 'compose'
  readonly definition: ClusterDefinition
  readonly #projectRoot: string
  readonly #home: string
  readonly #env: NodeJS.ProcessEnv
  readonly #services: readonly string[]
  readonly #file: string
  #composeCommand: ComposeCommand | undefined

  constructor(
    definition: ClusterDefinition,
    place: { projectRoot: string; home: string },
    env: NodeJS.ProcessEnv,
  ) {
    this.definition = definition
    this.#projectRoot = place.projectRoot
    this.#home = place.home
    this.#file = join(place.projectRoot, 'docker-compose.yml')
    this.#env = env
    this.#services = definition.brokers.map(({ name }) => name)
  }

  async conditions(): Promise<BrokerCondition[]> {
    const found = await this.#containers()
    forgetStops(this.#home, found)
    const outdated = await findOutdated(this.#settings(), found)
    return this.definition.brokers.map(({ id, name, address }) => {
      const container = found.find(({ service }) => service === name)
      // One that somebody removed still has its data, in a volume.
      const missing = found.length === 0 ? 'absent' : 'stopped'
      const condition = container ? this.#conditionOf(container, outdated) : missing
      return { id, name, address, condition }
    })
  }

  async prepare(report: Report): Promise<void> {
    this.#composeCommand ??= await requireEngine(this.#env)
    for (const obstacle of await this.obstacles()) throw obstacle
    await provideImage(this.definition.image, this.#env, report)
  }

  async obstacles(): Promise<WorkbookError[]> {
    const found = await this.#containers()
    const running = new Set(
      found.filter(({ state }) => state !== 'exited').map(({ service }) => service),
    )
    const missing = this.definition.brokers.filter(({ name }) => !running.has(name))
    const foreign =
      found.length === 0 ? await foreignProject(this.#projectRoot, this.#env) : undefined
    const taken = await takenPort(missing.map(({ address }) => Number(address.split(':')[1])))
    // The other clone is why the ports are taken.
    return [foreign ?? taken].filter((problem) => problem !== undefined)
  }

  async startAll(): Promise<void> {
    await this.#unpauseAll()
    await this.#bringUp(...this.#services)
    const now = await this.#containers()
    forgetStops(this.#home, now)
    rememberRight(this.#settings(), now)
  }

  async down(): Promise<void> {
    await this.#unpauseAll()
    // The last broker cannot hand over to anybody, and would wait for somebody to come.
    await this.#compose(...this.#guests(), 'down', '-t', '10')
  }

  async wipe(): Promise<void> {
    await this.#compose(...this.#guests(), 'down', '-v', '-t', '1')
    rmSync(join(this.#home, 'compose'), { recursive: true, force: true })
  }

  dataPlaces(): string[] {
    return this.#services.map((service) => `the Docker volume of ${service}`)
  }

  async start(id: number): Promise<void> {
    const { id: container, state, service } = await this.#containerOf(id)
    if (state === 'paused') await this.#docker('unpause', container)
    // One that runs has other settings than it should have: made anew, it gets them.
    else if (state === 'running') await this.#bringUp('--no-deps', service)
    else await this.#docker('start', container)
  }

  async stop(id: number): Promise<void> {
    await this.resume(id)
    const running = (await this.#containers()).filter(({ state }) => state === 'running')
    // One without a majority cannot hand over to anybody, and would wait for minutes.
    const alone = running.length <= this.#services.length / 2
    const patience = alone ? PATIENCE_WITHOUT_MAJORITY_S : PATIENCE_S
    await this.#docker('stop', '-t', `${patience}`, (await this.#containerOf(id)).id)
    const stopped = await this.#containerOf(id)
    if (stopped.exitCode === KILLED) markStopped(this.#home, stopped)
  }

  async kill(id: number): Promise<void> {
    await this.resume(id)
    const { id: container, state } = await this.#containerOf(id)
    if (state !== 'exited') await this.#docker('kill', container)
  }

  async pause(id: number): Promise<void> {
    const { id: container, state } = await this.#containerOf(id)
    if (state !== 'paused') await this.#freeze(container)
  }

  async resume(id: number): Promise<void> {
    const { id: container, state } = await this.#containerOf(id)
    if (state === 'paused') await this.#docker('unpause', container)
  }

  async logs(id: number, lines: number): Promise<string> {
    const { execa } = await import('execa')
    const args = ['logs', '--tail', `${lines}`, (await this.#containerOf(id)).id]
    const options = { all: true, reject: false, env: this.#env } as const
    return (await execa('docker', args, options)).all ?? ''
  }

  async tool(name: string, args: readonly string[]): Promise<number> {
    const running = (await this.#containers()).find(({ state }) => state === 'running')
    if (!running) throw new WorkbookError('CLUSTER_DOWN', 'No broker is running.')
    const { execa } = await import('execa')
    const bootstrap = this.#services.map((service) => `${service}:19092`).join(',')
    const script = `/opt/kafka/bin/kafka-${name}.sh`
    const terminal = process.stdin.isTTY && process.stdout.isTTY ? '-it' : '-i'
    const { exitCode = 1 } = await execa(
      'docker',
      ['exec', terminal, running.id, script, ...toolArguments(name, args, bootstrap)],
      { stdio: 'inherit', reject: false, env: this.#env },
    )
    return exitCode
  }

  #conditionOf(container: Container, outdated: ReadonlySet<string>): Condition {
    const { state, exitCode, service } = container
    if (state === 'running') return outdated.has(service) ? 'outdated' : 'up'
    if (state === 'paused') return 'paused'
    // 143 is the answer to SIGTERM; a broker that was not asked to end died.
    const asked = [0, 143].includes(exitCode) || isMarkedStopped(this.#home, container)
    return asked ? 'stopped' : 'dead'
  }

  #settings(): Settings {
    return {
      file: this.#file,
      home: this.#home,
      env: this.#env,
      ask: (...args) => this.#compose(...args),
    }
  }

  // What somebody started beside the brokers, in whichever profile, goes with them: left running,
  // it would hold on to their network.
  #guests(): string[] {
    return this.definition.profiles.flatMap((profile) => ['--profile', profile])
  }

  // Those of the brokers; others may run beside them.
  async #containers(): Promise<Container[]> {
    const all = await listContainers(this.#projectRoot, this.#env)
    return all.filter(({ service }) => this.#services.includes(service))
  }

  async #containerOf(id: number): Promise<Container> {
    const name = this.definition.brokers.find((broker) => broker.id === id)?.name
    const found = (await this.#containers()).find(({ service }) => service === name)
    if (found) return found
    throw new WorkbookError('CLUSTER_DOWN', `${name} has no container.`)
  }

  async #unpauseAll(): Promise<void> {
    const paused = (await this.#containers()).filter(({ state }) => state === 'paused')
    for (const { id } of paused) await this.#docker('unpause', id)
  }

  // Where new processes keep appearing, as health checks do, runc may give up.
  // Source: runc, libcontainer/cgroups/fs/freezer.go, for version 1 of cgroups.
  async #freeze(container: string): Promise<void> {
    const deadline = performance.now() + FREEZING_MS
    for (;;) {
      try {
        return await this.#docker('pause', container)
      } catch (error) {
        const again = `${error}`.includes('unable to freeze') && performance.now() < deadline
        if (!again) throw error
      }
    }
  }

  // With the patience of `down` for those that are made anew.
  async #bringUp(...args: string[]): Promise<void> {
    await this.#compose('up', '-d', '-t', '10', ...args)
  }

  async #compose(...args: string[]): Promise<string> {
    this.#composeCommand ??= await requireEngine(this.#env)
    return run([...this.#composeCommand, '-f', this.#file, ...args], this.#env, this.#projectRoot)
  }

  async #docker(...args: string[]): Promise<void> {
    await run(['docker', ...args], this.#env, this.#projectRoot)
  }
}

// Compose names a project after its folder: two clones with folders of one name would share, and
// overwrite, one another's containers.
async function foreignProject(
  projectRoot: string,
  env: NodeJS.ProcessEnv,
): Promise<WorkbookError | undefined> {
  const name = env.COMPOSE_PROJECT_NAME ?? projectName(projectRoot)
  const other = (await listProject(name, env)).find(({ folder }) => folder !== projectRoot)
  if (!other) return undefined
  return new WorkbookError(
    'OTHER_CLONE',
    `Another clone, ${other.folder}, already runs under the Docker project name "${name}".`,
    {
      remedy:
        'Give this one a name and ports of its own:\n  COMPOSE_PROJECT_NAME=kafka2 WORKBOOK_PORTS=2909 npm run lesson 1',
    },
  )
}

async function run(
  command: readonly string[],
  env: NodeJS.ProcessEnv,
  cwd: string,
): Promise<string> {
  const { execa } = await import('execa')
  const [program = '', ...args] = command
  const result = await execa(program, args, {
    cwd,
    env,
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    all: true,
  })
  if (!result.failed) return result.stdout
  const lastLines = (result.all ?? '').trim().split('\n').slice(-20).join('\n')
  throw new WorkbookError('COMPOSE_FAILED', `${command.join(' ')} failed:\n${lastLines}`, {
    cause: result,
  })
}
