import { basename } from 'node:path'

/** A container of one of the compose file's services. */
export interface Container {
  readonly id: string
  readonly service: string
  readonly state: 'created' | 'restarting' | 'running' | 'paused' | 'exited' | 'dead'
  readonly exitCode: number
  /** The folder of the clone that made it. */
  readonly folder: string
  /** What Compose has made of its settings, to tell when they have changed. */
  readonly configHash: string
  /** The version of Compose that made it. */
  readonly madeBy: string
  /** The compose files it was made from. */
  readonly files: readonly string[]
}

const LABEL = 'com.docker.compose'

/** The containers that the compose file in `folder` has made, running or not. */
export function listContainers(folder: string, env: NodeJS.ProcessEnv): Promise<Container[]> {
  return list(`label=${LABEL}.project.working_dir=${folder}`, env)
}

/** The containers of a compose project, whichever folder made them. */
export function listProject(name: string, env: NodeJS.ProcessEnv): Promise<Container[]> {
  return list(`label=${LABEL}.project=${name}`, env)
}

/** The project name that Docker Compose derives from a folder. */
export function projectName(folder: string): string {
  return basename(folder)
    .toLowerCase()
    .replace(/[^-_a-z0-9]/g, '')
    .replace(/^[-_]+/, '')
}

async function list(filter: string, env: NodeJS.ProcessEnv): Promise<Container[]> {
  const { execa } = await import('execa')
  const columns = [
    '{{.ID}}',
    `{{.Label "${LABEL}.service"}}`,
    '{{.State}}',
    '{{.Status}}',
    ...['project.working_dir', 'config-hash', 'version', 'project.config_files'].map(
      (label) => `{{.Label "${LABEL}.${label}"}}`,
    ),
  ]
  const args = ['ps', '-a', '--filter', filter, '--format', columns.join('\t')]
  const { stdout } = await execa('docker', args, { env, extendEnv: false })
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => {
      const [id = '', service = '', state = '', status = '', ...labels] = line.split('\t')
      const [folder = '', configHash = '', madeBy = '', files = ''] = labels
      const exitCode = Number(/^Exited \((\d+)\)/.exec(status)?.[1] ?? 0)
      return {
        id,
        service,
        state: state as Container['state'],
        exitCode,
        folder,
        configHash,
        madeBy,
        files: files.split(','),
      }
    })
}
