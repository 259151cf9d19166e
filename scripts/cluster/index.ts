// The door of the cluster room: three real brokers, however they are run.
import { join } from 'node:path'
import { projectRoot } from '../state/index.ts'
import type { EngineFacts } from './compose/engine-facts.ts'
import { readDefinition } from './definition/definition.ts'

export { chooseCluster } from './choose.ts'
export type { BrokerActions, BrokerState, Cluster, ClusterStatus } from './cluster.ts'
export type { EngineFacts } from './compose/engine-facts.ts'
export { keepEligibleLeaders } from './eligible-leaders.ts'
export { explainLastWords } from './last-words.ts'
export { isOverloaded, longerIfBusy } from './load.ts'
export { portTaken } from './ports/free.ts'
export { openSeparateCluster, provideKafka } from './separate.ts'
export { toolNames } from './tools.ts'
export { isOlder } from './versions.ts'
export { waitUntil } from './wait.ts'

/** Which Java would run the brokers. Loaded when asked for. */
export const findJava: typeof import('./native/java.ts').findJava = async (env) =>
  (await import('./native/java.ts')).findJava(env)

/** What Docker offers here. Loaded when asked for: most commands never do. */
export const findEngine: typeof import('./compose/engine.ts').findEngine = async (env) =>
  (await import('./compose/engine.ts')).findEngine(env)

/** Asks the engine that runs the brokers about itself and their image. */
export async function lookAtEngine(env: NodeJS.ProcessEnv): Promise<EngineFacts> {
  const { image } = readDefinition(join(projectRoot, 'docker-compose.yml'), env)
  return (await import('./compose/engine-facts.ts')).lookAtEngine(image, env)
}
