import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, realpathSync, rmSync, statSync } from 'node:fs'
import { basename, delimiter, join } from 'node:path'
import type { WorkbookError } from '../../errors.ts'
import { writeAtomically } from '../../state/index.ts'
import type { Report } from '../../terminal/index.ts'
import type { BrokerDefinition, ClusterDefinition } from '../definition/definition.ts'
import { badKafkaHome, listJars, missingMaven, provideJars, releaseOf } from './jars.ts'
import { findJava, javaProblem, requireJava } from './java.ts'
import { train } from './training.ts'

/** What it takes to run brokers as plain processes. */
export interface Toolchain {
  readonly java: string
  readonly jarsFolder: string
  readonly jars: readonly string[]
  /** Classes in the form the JVM keeps them in memory: a faster start, and nothing else. */
  readonly archive: string
  /** The first records of a metadata log, as Kafka's own tool wrote them. */
  readonly checkpoint: string
}

/** Finds Java and Kafka, or fetches and prepares Kafka the first time. Call it under the lock. */
export async function provideToolchain(
  definition: ClusterDefinition,
  home: string,
  env: NodeJS.ProcessEnv,
  report: Report,
  trainee: BrokerDefinition | undefined = definition.brokers[0],
): Promise<Toolchain> {
  const folder = toolchainFolder(definition.release, home, env)
  const jarsFolder = env.KAFKA_HOME ? join(env.KAFKA_HOME, 'libs') : join(folder, 'jars')
  const known = readKnown(folder, jarsFolder)
  if (known && known.javaSetting === javaSetting(env)) return known.toolchain

  const java = await requireJava(env)
  if (known) rmSync(knownFile(folder))
  // What is known but no longer whole cannot be trusted, file by file.
  else if (existsSync(knownFile(folder))) rmSync(folder, { recursive: true })
  removeDrafts(folder)
  const jars = await jarsIn(definition.release, { folder, home }, env, report)
  const release = releaseOf(jars.names) ?? definition.release
  if (release !== definition.release) {
    report.note(
      `KAFKA_HOME holds Kafka ${release}; the lessons were written with ${definition.release}.`,
    )
  }
  const toolchain: Toolchain = {
    java: java.command,
    jarsFolder: jars.folder,
    jars: jars.names,
    archive: join(folder, `classes-${fingerprint([java.command, java.version])}.jsa`),
    checkpoint: join(folder, 'bootstrap.checkpoint'),
  }
  if (!trainee) throw new Error('the definition has no broker')
  await train(toolchain, definition, trainee, home, report)
  // The last act: what was interrupted before it is done again.
  writeAtomically(knownFile(folder), JSON.stringify({ javaSetting: javaSetting(env), toolchain }))
  return toolchain
}

/** Says what keeps Kafka from being prepared, or run with what was; fetches nothing. */
export async function findToolchainProblem(
  definition: ClusterDefinition,
  home: string,
  env: NodeJS.ProcessEnv,
): Promise<WorkbookError | undefined> {
  const java = await findJava(env)
  if (java.kind !== 'found') return javaProblem(java)
  if (env.KAFKA_HOME) return badKafkaHome(env.KAFKA_HOME)
  const jars = join(toolchainFolder(definition.release, home, env), 'jars')
  return existsSync(jars) ? undefined : missingMaven(env)
}

/** The toolchain of an earlier start, if it is whole. */
export function knownToolchain(
  definition: ClusterDefinition,
  home: string,
  env: NodeJS.ProcessEnv,
): Toolchain | undefined {
  const folder = toolchainFolder(definition.release, home, env)
  const jarsFolder = env.KAFKA_HOME ? join(env.KAFKA_HOME, 'libs') : join(folder, 'jars')
  return readKnown(folder, jarsFolder)?.toolchain
}

/** Where Kafka of a release, and what was prepared to run it, is kept. */
export function toolchainFolder(release: string, home: string, env: NodeJS.ProcessEnv): string {
  const name = env.KAFKA_HOME ? `kafka-home-${fingerprint([env.KAFKA_HOME])}` : `kafka-${release}`
  return join(home, name)
}

function readKnown(
  folder: string,
  jarsFolder: string,
): { javaSetting: string; toolchain: Toolchain } | undefined {
  try {
    const known = JSON.parse(readFileSync(knownFile(folder), 'utf8'))
    // By name, not by place: a clone may have been moved.
    const toolchain: Toolchain = {
      ...known.toolchain,
      jarsFolder,
      archive: join(folder, basename(known.toolchain.archive)),
      checkpoint: join(folder, basename(known.toolchain.checkpoint)),
    }
    const { jars, checkpoint } = toolchain
    const whole = existsSync(checkpoint) && String(listJars(jarsFolder)) === String(jars)
    return whole && jars.length > 0 ? { ...known, toolchain } : undefined
  } catch {
    return undefined // not there yet, or not ours: it is made again
  }
}

async function jarsIn(
  release: string,
  place: { folder: string; home: string },
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<{ folder: string; names: string[] }> {
  const jars = await provideJars(release, place, env, report)
  return { folder: jars, names: listJars(jars) }
}

function removeDrafts(folder: string): void {
  if (!existsSync(folder)) return
  for (const name of readdirSync(folder)) {
    if (name.endsWith('.tmp')) rmSync(join(folder, name), { recursive: true, force: true })
  }
}

function knownFile(folder: string): string {
  return join(folder, 'toolchain.json')
}

// Which Java would run, told without running it: the program and its age.
function javaSetting(env: NodeJS.ProcessEnv): string {
  const folders = env.JAVA_HOME ? [join(env.JAVA_HOME, 'bin')] : (env.PATH ?? '').split(delimiter)
  const program = folders.map((one) => join(one, 'java')).find((file) => existsSync(file))
  if (!program) return 'none'
  const real = realpathSync(program)
  return `${real} ${statSync(real).mtimeMs}`
}

function fingerprint(parts: readonly string[]): string {
  return createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 12)
}
