import { join } from 'node:path'
import { openStateFolder, projectRoot } from '../state/index.ts'
import type { Report } from '../terminal/index.ts'
import type { Cluster } from './cluster.ts'
import { readDefinition } from './definition/definition.ts'
import { LocalCluster } from './local-cluster.ts'
import { underLock } from './under-lock.ts'

interface Separation {
  /** Where its brokers keep their data. */
  readonly home: string
  /** The first digits of its ports. */
  readonly ports: string
  /** A file that is laid over the compose file. */
  readonly overlay: string
}

/**
 * A cluster beside this clone's own: the same compose file with an overlay, as plain processes, in
 * a folder and on ports of its own. Both use the same Kafka.
 */
export async function openSeparateCluster(
  { home, ports, overlay }: Separation,
  env: NodeJS.ProcessEnv,
): Promise<Cluster> {
  const { NativeLauncher } = await import('./native/launcher.ts')
  const definition = readDefinition(composeFile(), { ...env, WORKBOOK_PORTS: ports }, overlay)
  const launcher = new NativeLauncher(definition, home, env, openStateFolder(env))
  // The lock is the clone's: one command at a time changes any of its brokers.
  return new LocalCluster(launcher, env, async () => undefined)
}

/** Fetches and prepares what it takes to run brokers as plain processes, if it is not there yet. */
export async function provideKafka(
  ports: string,
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<void> {
  const { requireJava } = await import('./native/java.ts')
  const { provideToolchain } = await import('./native/toolchain.ts')
  await requireJava(env)
  const definition = readDefinition(composeFile(), { ...env, WORKBOOK_PORTS: ports })
  await underLock('preparing Kafka', env, report, () =>
    provideToolchain(definition, openStateFolder(env), env, report).then(() => {}),
  )
}

function composeFile(): string {
  return join(projectRoot, 'docker-compose.yml')
}
