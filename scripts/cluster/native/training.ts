import type { ChildProcess } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { WorkbookError } from '../../errors.ts'
import type { Report } from '../../terminal/index.ts'
import type { BrokerDefinition, ClusterDefinition } from '../definition/definition.ts'
import { formatProperties, toProperties } from '../definition/properties.ts'
import { ownershipArguments } from '../ownership.ts'
import { waitForCoordinators } from '../readiness.ts'
import { waitUntil } from '../wait.ts'
import { nativeEnvironment } from './environment.ts'
import { javaEnvironment } from './java.ts'
import { jvmArguments, startJava } from './jvm.ts'
import type { Toolchain } from './toolchain.ts'

const ROLE = 'training'
const DEADLINE_MS = 60_000

/**
 * Runs one broker once, on an empty folder of its own, to keep what every start needs: the first
 * records of the metadata log, and an archive of loaded classes (JEP 350), which halves the start.
 * It listens on the ports of `trainee`, which must be free: others may be running.
 */
export async function train(
  toolchain: Toolchain,
  definition: ClusterDefinition,
  trainee: BrokerDefinition,
  home: string,
  report: Report,
): Promise<void> {
  if (existsSync(toolchain.archive) && existsSync(toolchain.checkpoint)) return
  const trained = report.step('Preparing fast starts, once')
  const folder = join(home, ROLE)
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  const environment = aloneEnvironment(definition, trainee, join(folder, 'data'))
  const properties = join(folder, 'server.properties')
  writeFileSync(properties, formatProperties(toProperties(environment)))

  await formatWithKafka(toolchain, environment, { home, properties })
  mkdirSync(dirname(toolchain.checkpoint), { recursive: true })
  copyFileSync(join(folder, 'data', 'bootstrap.checkpoint'), `${toolchain.checkpoint}.tmp`)
  renameSync(`${toolchain.checkpoint}.tmp`, toolchain.checkpoint)
  const archived = await archiveClasses(toolchain, environment, {
    home,
    properties,
    address: trainee.address,
    log: join(folder, 'broker.log'),
  })
  rmSync(folder, { recursive: true, force: true })
  trained(archived ? 'done' : 'done, though this Java keeps no classes,')
}

// The same broker, but a cluster of one.
function aloneEnvironment(
  definition: ClusterDefinition,
  trainee: BrokerDefinition,
  logDir: string,
): Record<string, string> {
  const environment = nativeEnvironment(definition, trainee, logDir)
  const voters = environment.KAFKA_CONTROLLER_QUORUM_VOTERS?.split(',') ?? []
  const single = Object.keys(environment).filter((name) => /REPLICATION_FACTOR|MIN_ISR/.test(name))
  return {
    ...environment,
    ...Object.fromEntries(single.map((name) => [name, '1'])),
    KAFKA_CONTROLLER_QUORUM_VOTERS:
      voters.find((voter) => voter.startsWith(`${trainee.id}@`)) ?? '',
  }
}

async function formatWithKafka(
  toolchain: Toolchain,
  environment: Record<string, string>,
  place: { home: string; properties: string },
): Promise<void> {
  const { execa } = await import('execa')
  const tool = ['kafka.tools.StorageTool', 'format', '--config', place.properties]
  const result = await execa(
    toolchain.java,
    [
      ...ownershipArguments(place.home, ROLE),
      ...jvmArguments(toolchain, environment),
      ...tool,
      `--cluster-id=${environment.CLUSTER_ID}`,
    ],
    {
      cwd: toolchain.jarsFolder,
      env: javaEnvironment(process.env),
      extendEnv: false,
      reject: false,
      all: true,
    },
  )
  if (!result.failed) return
  const lastLines = (result.all ?? '').split('\n').slice(-20).join('\n')
  throw new WorkbookError('BROKER_DIED', `Kafka could not format a data folder:\n${lastLines}`, {
    cause: result,
  })
}

async function archiveClasses(
  toolchain: Toolchain,
  environment: Record<string, string>,
  place: { home: string; properties: string; address: string; log: string },
): Promise<boolean> {
  const draft = `${toolchain.archive}.tmp`
  rmSync(draft, { force: true })
  const broker = startJava(
    toolchain,
    [
      ...ownershipArguments(place.home, ROLE),
      `-XX:ArchiveClassesAtExit=${draft}`,
      ...jvmArguments(toolchain, environment),
      'kafka.Kafka',
      place.properties,
    ],
    place.log,
  )
  // An unusual JVM that cannot do this ends at once, and the brokers do without.
  broker.on('error', () => {})
  // It does not hear the terminal's Ctrl-C, which ends this process.
  const endWithUs = (): boolean => broker.kill('SIGKILL')
  process.once('exit', endWithUs)
  try {
    await waitForCoordinators(place.address, DEADLINE_MS, () => !hasEnded(broker))
    broker.kill('SIGTERM')
    await waitForEnd(broker)
  } finally {
    // Nothing, unless the waiting failed. It has the ports of a broker that is to start next.
    broker.kill('SIGKILL')
    await waitForEnd(broker)
    process.off('exit', endWithUs)
  }
  if (!existsSync(draft)) return false
  renameSync(draft, toolchain.archive)
  return true
}

function hasEnded({ pid, exitCode, signalCode }: ChildProcess): boolean {
  return pid === undefined || exitCode !== null || signalCode !== null
}

async function waitForEnd(broker: ChildProcess): Promise<void> {
  await waitUntil({
    what: 'the broker in training to end',
    look: async () => hasEnded(broker),
    done: (ended) => ended,
    timeoutMs: DEADLINE_MS,
  })
}
