import { WorkbookError } from '../../errors.ts'
import { longerIfBusy } from '../load.ts'
import { isOlder } from '../versions.ts'

/** How Docker Compose is called here: as a plugin of docker, or as the older program. */
export type ComposeCommand = readonly ['docker', 'compose'] | readonly ['docker-compose']

export type EngineSearch =
  | { readonly kind: 'found'; readonly version: string; readonly compose: ComposeCommand }
  | { readonly kind: 'unusable'; readonly problem: WorkbookError }
  | { readonly kind: 'none' }

const OLDEST = '20.10.4'
const ANSWER_TIMEOUT_MS = 15_000
// Compose asks nobody for its version: when that takes long, the machine is busy.
const COMPOSE_TIMEOUT_MS = 60_000

/** Looks for a Docker engine that answers and for Docker Compose. */
export async function findEngine(env: NodeJS.ProcessEnv): Promise<EngineSearch> {
  const { execa } = await import('execa')
  const options = { env, extendEnv: false, reject: false } as const
  const asked = ['version', '--format', '{{.Server.Version}}']
  const timeout = longerIfBusy(ANSWER_TIMEOUT_MS)
  const version = await execa('docker', asked, { ...options, timeout })
  if (version.code === 'ENOENT') return { kind: 'none' }
  if (version.timedOut) return { kind: 'unusable', problem: engineProblem('it takes too long') }
  if (version.failed) return { kind: 'unusable', problem: engineProblem(version.stderr ?? '') }
  const found = version.stdout.trim()
  if (isOlder(found, OLDEST)) {
    return {
      kind: 'unusable',
      problem: new WorkbookError(
        'OLD_DOCKER',
        `Docker ${found} cannot run the Kafka image; it needs ${OLDEST} or newer.`,
      ),
    }
  }
  const compose = await findCompose(env)
  return compose instanceof WorkbookError
    ? { kind: 'unusable', problem: compose }
    : { kind: 'found', version: found, compose }
}

/** How Compose is called here, or why it cannot be: one that does not answer is not missing. */
async function findCompose(env: NodeJS.ProcessEnv): Promise<ComposeCommand | WorkbookError> {
  const { execa } = await import('execa')
  const options = { env, extendEnv: false, reject: false, timeout: COMPOSE_TIMEOUT_MS } as const
  const plugin = await execa('docker', ['compose', 'version'], options)
  if (!plugin.failed) return ['docker', 'compose']
  if (plugin.timedOut) return tooSlow('docker compose')
  // Of a plugin that fails at once, each Docker says in words of its own that it has none.
  const program = await execa('docker-compose', ['version'], options)
  if (!program.failed) return ['docker-compose']
  if (program.timedOut) return tooSlow('docker-compose')
  if (program.code === 'ENOENT') {
    return new WorkbookError('NO_COMPOSE', 'Docker answers, but it has no Docker Compose.')
  }
  const why = lastLineOf(program.stderr || (program.shortMessage ?? ''))
  return new WorkbookError('COMPOSE_FAILED', `docker-compose version failed: ${why}`, {
    remedy: 'Mend what it names, then try again: docker-compose version',
  })
}

function tooSlow(command: string): WorkbookError {
  return new WorkbookError('COMPOSE_FAILED', `${command} version failed: it takes too long`, {
    remedy: 'Try again when this machine has less to do.',
  })
}

/** The same, but fails when there is none. */
export async function requireEngine(env: NodeJS.ProcessEnv): Promise<ComposeCommand> {
  const engine = await findEngine(env)
  if (engine.kind === 'found') return engine.compose
  if (engine.kind === 'unusable') throw engine.problem
  throw new WorkbookError('NO_DOCKER', 'Docker is not installed (there is no "docker" command).')
}

function engineProblem(said: string): WorkbookError {
  // What it says of its own configuration file comes first, and may be a permission denied too.
  const lastLine = lastLineOf(said)
  return /permission denied/i.test(lastLine)
    ? new WorkbookError('DOCKER_DENIED', 'Docker runs, but refuses to talk to this user.')
    : new WorkbookError('DOCKER_DOWN', `Docker does not answer: ${lastLine}`)
}

function lastLineOf(said: string): string {
  return said.trim().split('\n').at(-1) ?? ''
}
