import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from '../state/index.ts'

/** Where and under which names a script works. */
export interface Setting {
  readonly lesson: string
  readonly addresses: readonly string[]
  /** Part of every name on the cluster: a new one for every run keeps runs apart. */
  readonly run: string
}

// How somebody else's cluster wants to be spoken to: the gateway at these addresses does that.
const notForScripts = [
  'KAFKA_SASL_MECHANISM',
  'KAFKA_USERNAME',
  'KAFKA_PASSWORD',
  'KAFKA_TLS',
  'KAFKA_CA',
]

/** The environment in which a script finds its brokers and names. */
export function environmentOf(setting: Setting, env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(env).filter(([name]) => !notForScripts.includes(name))
  return {
    ...Object.fromEntries(kept),
    KAFKA_BROKERS: setting.addresses.join(','),
    WORKBOOK_LESSON: setting.lesson,
    WORKBOOK_RUN: setting.run,
  }
}

// KafkaJS 2.2.4 hands a negative time-out to Node once per process, which Node 24 reports;
// tulios/kafkajs issue 1751. Harmless, and nothing a learner should have to know.
const quiet = '--disable-warning=TimeoutNegativeWarning'

/** What node is called with. Not through the tsx command: signals would hit that, not the script. */
export function nodeArguments(file: string, ...preloads: readonly string[]): string[] {
  const imports = preloads.map((name) => pathToFileURL(join(projectRoot, name)).href)
  // Compiled ones are those of a rehearsal.
  const loaders = file.endsWith('.mjs') ? [] : ['tsx']
  return [quiet, ...[...loaders, ...imports].flatMap((module) => ['--import', module]), file]
}
