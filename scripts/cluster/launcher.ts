import type { WorkbookError } from '../errors.ts'
import type { Report } from '../terminal/index.ts'
import type { ClusterDefinition } from './definition/definition.ts'

export type LauncherName = 'compose' | 'native' | 'remote'

/**
 * How a broker is found. `outdated` runs with other settings than the compose file has now, `dead`
 * ended without being stopped, `absent` has never run, `no-data` has lost its data folder.
 */
export type Condition = 'up' | 'outdated' | 'paused' | 'stopped' | 'dead' | 'absent' | 'no-data'

export interface BrokerCondition {
  readonly id: number
  readonly name: string
  /** Where programs on this machine reach it. */
  readonly address: string
  readonly condition: Condition
}

/** One way to run the brokers of `docker-compose.yml`. The same calls mean the same in each. */
export interface Launcher {
  readonly name: Exclude<LauncherName, 'remote'>
  readonly definition: ClusterDefinition
  /** What became of each broker, asked of the operating system or the engine, not of Kafka. */
  conditions(): Promise<BrokerCondition[]>
  /** What would keep `prepare` and `startAll` from doing their work, found by looking only. */
  obstacles(): Promise<WorkbookError[]>
  /** Fetches what is missing to run brokers at all. */
  prepare(report: Report): Promise<void>
  /** Starts, resumes or replaces whatever is not up; returns before the brokers are ready. */
  startAll(): Promise<void>
  /** Stops all brokers; the data stays. */
  down(): Promise<void>
  /** Stops all brokers and deletes their data. */
  wipe(): Promise<void>
  /** Where the data is that `wipe` deletes, in words. */
  dataPlaces(): string[]
  start(id: number): Promise<void>
  /** Asks a broker to end (SIGTERM): it hands over its partitions first. */
  stop(id: number): Promise<void>
  /** Ends a broker at once (SIGKILL), as a power cut would. */
  kill(id: number): Promise<void>
  /** Freezes a broker (SIGSTOP): it keeps its connections and answers nothing. */
  pause(id: number): Promise<void>
  resume(id: number): Promise<void>
  /** The newest lines of a broker's log. */
  logs(id: number, lines: number): Promise<string>
  /** Runs one of Kafka's own command-line tools on this terminal; gives its exit code. */
  tool(name: string, args: readonly string[]): Promise<number>
}
