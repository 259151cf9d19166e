import { WorkbookError } from '../errors.ts'
import { type Report, silent } from '../terminal/index.ts'
import { describeAlready } from './broker-state.ts'
import type { BrokerActions } from './cluster.ts'
import { coordinatorsStay, settleCoordinators } from './coordinators.ts'
import { dropEligibleLeaders, hasEligibleLeaders } from './eligible-leaders.ts'
import { explainLastWords } from './last-words.ts'
import type { BrokerCondition, Condition, Launcher } from './launcher.ts'
import { looksReady, waitForReadiness, whoIsIn } from './readiness.ts'
import { describeRepairs } from './repair.ts'
import { waitUntil } from './wait.ts'

const READY_TIMEOUT_MS = 90_000

/** Gives another way to run the brokers when the first cannot, if there is one. */
export type FindOther = (problem: unknown, report: Report) => Promise<Launcher | undefined>

interface Change {
  /** What is said when it is done. */
  readonly done: string
  /** Where there is nothing to do. */
  readonly already: readonly Condition[]
  /** Where it cannot be done, for want of a process. */
  readonly ended?: readonly Condition[]
}

const ended: readonly Condition[] = ['stopped', 'dead', 'absent']

const changes = {
  start: { done: 'started', already: ['up'] },
  stop: { done: 'stopped', already: ended },
  kill: { done: 'killed', already: ended },
  pause: { done: 'paused', already: ['paused'], ended },
  resume: { done: 'resumed', already: ['up', 'outdated'], ended },
} as const satisfies Record<string, Change>

/** What can be done to the brokers of this machine by the one who holds the lock. */
export class LocalBrokers implements BrokerActions {
  readonly addresses: readonly string[]
  readonly #findOther: FindOther
  #launcher: Launcher

  constructor(launcher: Launcher, findOther: FindOther) {
    this.addresses = launcher.definition.brokers.map(({ address }) => address)
    this.#launcher = launcher
    this.#findOther = findOther
  }

  get launcher(): Launcher {
    return this.#launcher
  }

  async isUp(): Promise<boolean> {
    const [runs, stay] = await Promise.all([this.#runs(), coordinatorsStay(this.addresses)])
    return runs && stay
  }

  async up(report: Report): Promise<void> {
    if (await this.isUp()) return
    if (!(await this.#runs())) return this.#bringUp(report)
    const waited = report.step('Waiting for the coordinators of groups')
    await settleCoordinators(this.addresses)
    await waitForReadiness(this.addresses, async () => {}, READY_TIMEOUT_MS)
    waited('ready')
  }

  async #runs(): Promise<boolean> {
    const brokers = await this.#launcher.conditions()
    if (brokers.some(({ condition }) => condition !== 'up')) return false
    const [ready, keepsEligible] = await Promise.all([
      looksReady(this.addresses),
      hasEligibleLeaders(this.addresses),
    ])
    return ready && !keepsEligible
  }

  async #bringUp(report: Report): Promise<void> {
    const found = await this.#prepare(report)
    const { definition, name } = this.#launcher
    const started = report.step(`${bringingUp(found)} (${definition.release}, ${name})`)
    await this.#launcher.startAll()
    const known = ['up', 'no-data']
    const mayLeave = new Set(found.flatMap((b) => (known.includes(b.condition) ? [b.id] : [])))
    let dropping: Promise<void> | undefined
    const meanwhile = async (): Promise<void> => {
      await this.#keepAlive(mayLeave)
      // Beside the waiting; it comes too early for some, and is done once more below.
      dropping ??= dropEligibleLeaders(this.addresses)
        .catch(() => {})
        .finally(() => {
          dropping = undefined
        })
    }
    await waitForReadiness(this.addresses, meanwhile, READY_TIMEOUT_MS)
    await dropping
    await dropEligibleLeaders(this.addresses)
    await settleCoordinators(this.addresses)
    await waitForReadiness(this.addresses, () => this.#keepAlive(mayLeave), READY_TIMEOUT_MS)
    started('ready')
    for (const repair of describeRepairs(found)) report.note(repair)
  }

  async start(id: number, report = silent): Promise<boolean> {
    return this.#change('start', id, report, async () => {
      await this.#launcher.start(id)
      await this.#waitUntilIn(id)
    })
  }

  stop(id: number, report = silent): Promise<boolean> {
    return this.#change('stop', id, report, () => this.#launcher.stop(id))
  }

  kill(id: number, report = silent): Promise<boolean> {
    return this.#change('kill', id, report, () => this.#launcher.kill(id))
  }

  pause(id: number, report = silent): Promise<boolean> {
    return this.#change('pause', id, report, () => this.#launcher.pause(id))
  }

  resume(id: number, report = silent): Promise<boolean> {
    return this.#change('resume', id, report, () => this.#launcher.resume(id))
  }

  async #change(
    verb: keyof typeof changes,
    id: number,
    report: Report,
    act: () => Promise<void>,
  ): Promise<boolean> {
    const change: Change = changes[verb]
    const { name, condition } = await this.#find(id)
    if (change.already.includes(condition)) {
      report.note(describeAlready(name, condition))
      return false
    }
    if (change.ended?.includes(condition)) throw notRunning(id, name, condition)
    const finished = report.step(name)
    await act()
    finished(change.done)
    return true
  }

  async #find(id: number): Promise<BrokerCondition> {
    const found = (await this.#launcher.conditions()).find((broker) => broker.id === id)
    if (found) return found
    throw new Error(`no broker ${id}`)
  }

  // What each broker was found like, once all is there to start them.
  async #prepare(report: Report): Promise<BrokerCondition[]> {
    const found = await this.#launcher.conditions()
    try {
      await this.#launcher.prepare(report)
      return found
    } catch (error) {
      const other = await this.#findOther(error, report)
      if (!other) throw error
      this.#launcher = other
      return this.#prepare(report)
    }
  }

  // One that was just ending when it was found is started again, once; so is one that came back
  // empty and heard from the others that it leads them. Any other must live.
  async #keepAlive(mayLeave: Set<number>): Promise<void> {
    const gone = (await this.#launcher.conditions()).find(({ condition }) => condition !== 'up')
    if (!gone) return
    if (mayLeave.delete(gone.id)) return this.#launcher.startAll()
    const lastLines = await this.#launcher.logs(gone.id, 20)
    throw (
      explainLastWords(gone.name, lastLines) ??
      new WorkbookError('BROKER_DIED', `${gone.name} ended while starting:\n${lastLines}`)
    )
  }

  async #waitUntilIn(id: number): Promise<void> {
    const brokers = await this.#launcher.conditions()
    // Fewer than a majority elect no controller, which would let it in.
    if (brokers.filter(({ condition }) => condition === 'up').length <= brokers.length / 2) return
    const { name, address } = await this.#find(id)
    await waitUntil({
      what: `${name} to be let in by the controller`,
      look: () => whoIsIn(address),
      done: (ids) => ids.includes(id),
      timeoutMs: READY_TIMEOUT_MS,
    })
  }
}

function bringingUp(found: readonly BrokerCondition[]): string {
  const missing = found.filter(({ condition }) => condition !== 'up')
  if (missing.length === found.length) return 'Starting three Kafka brokers'
  if (missing.length === 0) return 'Waiting for three Kafka brokers'
  return `Bringing back ${missing.map(({ name }) => name).join(' and ')}`
}

function notRunning(id: number, name: string, condition: Condition): WorkbookError {
  // One that never ran gets its data folder from `up`, the standing remedy.
  const remedy = condition !== 'absent' && { remedy: `Start it: npm run cluster start ${id}` }
  return new WorkbookError('CLUSTER_DOWN', `${name} is not running.`, remedy || {})
}
