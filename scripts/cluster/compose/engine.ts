import { WorkbookError } from '../../errors.ts'
import { isOlder } from '../versions.ts'

/** How Docker Compose is called here: as a plugin of docker, or as the older program. */
export type ComposeCommand = readonly ['docker', 'compose'] | readonly ['docker-compose']

export type EngineSearch =
  | { readonly kind: 'found'; readonly version: string; readonly compose: ComposeCommand }
  | { readonly kind: 'unusable'; readonly problem: WorkbookError }
  | { readonly kind: 'none' }

const OLDEST = '20.10.4'
const ANSWER_TIMEOUT_MS = 15_000

/** Looks for a Docker engine that answers and for Docker Compose. */
export async function findEngine(env: NodeJS.ProcessEnv): Promise<EngineSearch> {
  const { execa } = await import('execa')
  const options = { env, extendEnv: false, reject: false } as const
  const asked = ['version', '--format', '{{.Server.Version}}']
  const version = await execa('docker', asked, { ...options, timeout: ANSWER_TIMEOUT_MS })
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
  for (const compose of [['docker', 'compose'], ['docker-compose']] as const) {
    const [command, ...first] = compose
    const answer = await execa(command, [...first, 'version'], {
      ...options,
      timeout: ANSWER_TIMEOUT_MS,
    })
    if (!answer.failed) return { kind: 'found', version: found, compose }
  }
  return {
    kind: 'unusable',
    problem: new WorkbookError('NO_COMPOSE', 'Docker answers, but it has no Docker Compose.'),
  }
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
  const [lastLine = ''] = said.trim().split('\n').slice(-1)
  return /permission denied/i.test(lastLine)
    ? new WorkbookError('DOCKER_DENIED', 'Docker runs, but refuses to talk to this user.')
    : new WorkbookError('DOCKER_DOWN', `Docker does not answer: ${lastLine}`)
}
