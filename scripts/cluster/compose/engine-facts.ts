/** What an engine says of itself and of the image that the brokers run from. */
export interface EngineFacts {
  /** The processor it runs on, as images name it: `amd64`, `arm64`. */
  readonly architecture: string
  /** The memory of the machine, or of the virtual machine, that it runs on. */
  readonly memoryBytes: number
  /** How far its clock is ahead of this machine's; negative when it is behind. */
  readonly clockAheadMs: number
  /** The release of Docker Desktop, such as `4.38.0`, where it is that. */
  readonly desktop?: string
  /** The processor that the image was made for; unknown while it is not here. */
  readonly imageArchitecture?: string
}

const ANSWER_TIMEOUT_MS = 10_000
// `uname -m` and Go have different names for the same.
const architectures: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' }

/** Asks a Docker engine about itself and about an image. */
export async function lookAtEngine(image: string, env: NodeJS.ProcessEnv): Promise<EngineFacts> {
  const askedAt = Date.now()
  const [info, desktop, imageArchitecture] = await Promise.all([
    ask(['info', '--format', '{{.Architecture}} {{.MemTotal}} {{.SystemTime}}'], env),
    ask(['version', '--format', '{{.Server.Platform.Name}}'], env),
    ask(['image', 'inspect', '--format', '{{.Architecture}}', image], env),
  ])
  const halfWay = (askedAt + Date.now()) / 2
  const [architecture = '', memory = '0', now = ''] = info.split(' ')
  const release = desktopRelease(desktop)
  return {
    architecture: architectures[architecture] ?? architecture,
    memoryBytes: Number(memory),
    clockAheadMs: now ? Date.parse(now) - halfWay : 0,
    ...(release && { desktop: release }),
    ...(imageArchitecture && { imageArchitecture }),
  }
}

/** The release in `Docker Desktop 4.38.0 (181591)`. */
export function desktopRelease(platform: string): string | undefined {
  return /^Docker Desktop (\d[\d.]*)/.exec(platform)?.[1]
}

async function ask(args: readonly string[], env: NodeJS.ProcessEnv): Promise<string> {
  const { execa } = await import('execa')
  const options = { env, extendEnv: false, reject: false, timeout: ANSWER_TIMEOUT_MS } as const
  const { stdout, failed } = await execa('docker', args, options)
  return failed ? '' : stdout.trim()
}
