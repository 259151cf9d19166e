import { cpSync, mkdtempSync, realpathSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findOwnProcesses, signal } from '../../scripts/cluster/native/processes.ts'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { projectRoot } from '../../scripts/state/index.ts'
import { cleanEnvironment } from './environment.ts'
import { freePorts } from './ports.ts'
import { type Running, startProcess } from './process.ts'
import { shareToolchain } from './toolchain.ts'

/** A copy of the workbook in a folder of its own, with ports and brokers of its own. */
export interface Clone extends AsyncDisposable {
  readonly folder: string
  /** Its state folder. */
  readonly home: string
  /** The first digits of its ports. */
  readonly ports: string
  /** What its commands find in their environment. */
  readonly env: NodeJS.ProcessEnv
  /** Runs a verb of `npm run` to its end. */
  run(words: readonly string[], env?: NodeJS.ProcessEnv): Running['ended']
  /** Runs npm itself, with the words a person would type after it. */
  npm(words: readonly string[], env?: NodeJS.ProcessEnv): Running['ended']
  /** Starts a verb of `npm run` in a process group of its own, as a terminal does. */
  start(words: readonly string[], env?: NodeJS.ProcessEnv): Running
}

const copied = [
  'docker-compose.yml',
  'docs',
  'lessons',
  'package-lock.json',
  'package.json',
  'scripts',
  'tsconfig.json',
]

/**
 * Makes a clone in a new temporary folder. It shares this clone's packages and, unless `bare`,
 * what was fetched and prepared to run Kafka. When disposed of, nothing of it is left.
 */
export async function makeClone(
  options: { name?: string; bare?: boolean; packages?: boolean; env?: NodeJS.ProcessEnv } = {},
): Promise<Clone> {
  const { name = 'clone', bare = false, packages = true, env: more = {} } = options
  const parent = realpathSync(mkdtempSync(join(tmpdir(), 'workbook-')))
  const folder = join(parent, name)
  const home = join(folder, '.workbook')
  for (const item of copied)
    cpSync(join(projectRoot, item), join(folder, item), {
      recursive: true,
      preserveTimestamps: true,
    })
  if (packages) symlinkSync(join(projectRoot, 'node_modules'), join(folder, 'node_modules'))
  if (!bare) shareToolchain(home)
  const ports = await freePorts()
  const env = cleanEnvironment({ WORKBOOK_CLUSTER: 'native', WORKBOOK_PORTS: ports, ...more })

  const start: Clone['start'] = (words, more = {}) =>
    startProcess(process.execPath, [join(folder, 'scripts', 'start.mjs'), ...words], {
      cwd: folder,
      env: { ...env, ...more },
    })
  const run: Clone['run'] = (words, more) => start(words, more).ended
  const npm: Clone['npm'] = (words, more = {}) =>
    startProcess('npm', words, { cwd: folder, env: { ...env, ...more } }).ended
  return {
    npm,
    folder,
    home,
    ports,
    env,
    run,
    start,
    async [Symbol.asyncDispose]() {
      await endAll(home)
      rmSync(parent, { recursive: true, force: true })
    },
  }
}

/** Ends whatever runs for a state folder, at once and without the command that is tested. */
export async function endAll(home: string): Promise<void> {
  await waitUntil({
    what: `everything of ${home} to end`,
    look: async () => {
      const left = await findOwnProcesses(home)
      for (const { pid } of left) signal(pid, 'SIGKILL')
      return left.map(({ role }) => role)
    },
    done: (left) => left.length === 0,
    timeoutMs: 120_000,
    everyMs: 10,
  })
}
