// What was fetched and prepared to run Kafka in this clone, for the clones that tests make.
import { mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { readDefinition } from '../../scripts/cluster/definition/definition.ts'
import { provideToolchain, toolchainFolder } from '../../scripts/cluster/native/toolchain.ts'
import { openStateFolder, projectRoot } from '../../scripts/state/index.ts'
import { silent } from '../../scripts/terminal/index.ts'
import { cleanEnvironment } from './environment.ts'
import { freePorts } from './ports.ts'

const composeFile = join(projectRoot, 'docker-compose.yml')
const { release } = readDefinition(composeFile, {})

/** The folder below a state folder in which Kafka and what was prepared for it are kept. */
export function toolchainOf(home: string): string {
  return toolchainFolder(release, home, {})
}

/** The folder of Kafka's jars in this clone. */
export const sharedJars = join(toolchainOf(join(projectRoot, '.workbook')), 'jars')

/** Lets a state folder use what this clone fetched and prepared to run Kafka. */
export function shareToolchain(home: string): void {
  mkdirSync(home, { recursive: true })
  symlinkSync(toolchainOf(join(projectRoot, '.workbook')), toolchainOf(home))
}

/** Lets a state folder use what was fetched, but not what was prepared. */
export function shareJars(home: string): void {
  mkdirSync(toolchainOf(home), { recursive: true })
  symlinkSync(sharedJars, join(toolchainOf(home), 'jars'))
}

/**
 * Vitest calls this once before the first test file: two that shared an unprepared folder would
 * prepare it at once, and in each other's way.
 */
export async function setup(): Promise<void> {
  const env = cleanEnvironment({ WORKBOOK_PORTS: await freePorts() })
  await provideToolchain(readDefinition(composeFile, env), openStateFolder({}), env, silent)
}
