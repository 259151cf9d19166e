// The door of the cluster room: three real brokers, however they are run.
export { chooseCluster } from './choose.ts'
export type { BrokerActions, BrokerState, Cluster, ClusterStatus } from './cluster.ts'
export { toolNames } from './tools.ts'
export { waitUntil } from './wait.ts'

/** Which Java would run the brokers. Loaded when asked for. */
export const findJava: typeof import('./native/java.ts').findJava = async (env) =>
  (await import('./native/java.ts')).findJava(env)

/** What Docker offers here. Loaded when asked for: most commands never do. */
export const findEngine: typeof import('./compose/engine.ts').findEngine = async (env) =>
  (await import('./compose/engine.ts')).findEngine(env)
