import type { WorkbookError } from '../errors.ts'
import type { Report } from '../terminal/index.ts'
import type { LauncherName } from './launcher.ts'

export type BrokerState = 'up' | 'paused' | 'stopped' | 'dead'

/** What `cluster status` tells; the shape of its JSON is a contract. */
export interface ClusterStatus {
  readonly launcher: LauncherName
  /** Whether a lesson could start right now. */
  readonly ready: boolean
  /** The id of the active controller, as the metadata quorum has it. */
  readonly controller: number | null
  readonly brokers: readonly { id: number; address: string; state: BrokerState }[]
}

/**
 * What changes the brokers. An action on one of them tells `report` what it does, and gives false
 * when there was nothing to do: it is already so.
 */
export interface BrokerActions {
  /** Makes the cluster usable, whatever state it was left in, and tells what had to be mended. */
  up(report: Report): Promise<void>
  /** Starts a broker, or lets a paused one go on; waits until the others have let it in. */
  start(id: number, report?: Report): Promise<boolean>
  /** Asks a broker to end: it hands over its partitions first. */
  stop(id: number, report?: Report): Promise<boolean>
  /** Ends a broker at once, as a power cut would. */
  kill(id: number, report?: Report): Promise<boolean>
  /** Freezes a broker: it keeps its connections and answers nothing. */
  pause(id: number, report?: Report): Promise<boolean>
  resume(id: number, report?: Report): Promise<boolean>
}

/** The cluster that lessons run on. Its own actions wait until no other command is at work. */
export interface Cluster extends BrokerActions {
  readonly launcher: LauncherName
  /** Where programs on this machine ask for it; of a remote one, once `up` or `status` was called. */
  readonly addresses: readonly string[]
  /** Where programs on this machine find one broker of the status. */
  reach(id: number): string
  /**
   * Does several things to the brokers while no other command does any. Whoever waits is told
   * `doing`, such as "checking lesson 4". `action` must use the actions it is given: those of the
   * cluster itself would wait for this one to end.
   */
  exclusively<T>(
    doing: string,
    report: Report,
    action: (brokers: BrokerActions) => Promise<T>,
  ): Promise<T>
  status(): Promise<ClusterStatus>
  /** What would make `up` fail, found by looking only. */
  obstacles(): Promise<WorkbookError[]>
  down(report?: Report): Promise<void>
  wipe(report?: Report): Promise<void>
  /** What `wipe` deletes, in words. */
  dataPlaces(): string[]
  logs(id: number, lines: number): Promise<string>
  /** Runs one of Kafka's own command-line tools on this terminal; gives its exit code. */
  tool(name: string, args: readonly string[]): Promise<number>
}
