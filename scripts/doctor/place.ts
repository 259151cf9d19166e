import { type Cluster, type ClusterStatus, chooseCluster } from '../cluster/index.ts'
import { stateFolderOf } from '../state/index.ts'

/** What is looked at; what several probes need is found out once. */
export interface Place {
  readonly env: NodeJS.ProcessEnv
  /** The state folder, which may not be there. */
  readonly home: string
  /** Fails when no way to run brokers can be chosen here. */
  readonly cluster: Promise<Cluster>
  readonly status: Promise<ClusterStatus>
  /** The cluster once it was found: of one that runs elsewhere the addresses are known only then. */
  readonly reached: Promise<Cluster>
}

/** Begins to look, and writes nothing. */
export function openPlace(env: NodeJS.ProcessEnv): Place {
  const cluster = chooseCluster(env, stateFolderOf)
  const status = cluster.then((chosen) => chosen.status())
  const reached = status.then(() => cluster)
  // Whoever asks is told; nobody else needs to be.
  for (const promise of [cluster, status, reached]) promise.catch(() => {})
  return { env, home: stateFolderOf(env), cluster, status, reached }
}

/** Settles with undefined where what is asked for cannot be had: another probe says why. */
export function ifKnown<T>(promise: Promise<T>): Promise<T | undefined> {
  return promise.catch(() => undefined)
}
