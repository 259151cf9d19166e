import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { writeAtomically } from '../../state/index.ts'
import type { Container } from './containers.ts'

/** Where the settings come from, and where what is known of them is kept. */
export interface Settings {
  readonly file: string
  readonly home: string
  readonly env: NodeJS.ProcessEnv
  /** Asks Docker Compose about the file; gives what it prints. */
  ask(...args: string[]): Promise<string>
}

// Asking Compose takes half a second, too long for a status. Its judgement of a container, known by
// its hash, holds for as long as the file and the variables in it are the same.
interface Known {
  readonly inputs: string
  readonly judged: Readonly<Record<string, 'right' | 'outdated'>>
}

/** The services whose container runs with other settings than the compose file has now. */
export async function findOutdated(
  settings: Settings,
  containers: readonly Container[],
): Promise<ReadonlySet<string>> {
  const running = containers.filter((one) => isRunning(one) && isOfFile(one, settings.file))
  const known = readKnown(settings).judged
  const unknown = running.filter(({ configHash }) => known[configHash] === undefined)
  const news = unknown.length > 0 ? await judge(settings, unknown) : {}
  if (Object.keys(news).length > 0) remember(settings, news)
  const judged = { ...known, ...news }
  const outdated = running.filter(({ configHash }) => judged[configHash] === 'outdated')
  return new Set(outdated.map(({ service }) => service))
}

/**
 * Keeps that these containers are as the compose file wants them. After `up` that is so by Compose's
 * own judgement, whatever the hash that it prints: nothing is recreated again and again.
 */
export function rememberRight(settings: Settings, containers: readonly Container[]): void {
  const running = containers.filter(isRunning)
  remember(settings, Object.fromEntries(running.map(({ configHash }) => [configHash, 'right'])))
}

// Every version of Compose has its own way to hash: a container made by another one is left as it
// is. So are all where Compose is too old to tell.
async function judge(
  settings: Settings,
  containers: readonly Container[],
): Promise<Known['judged']> {
  const [version, hashes] = await Promise.all([
    settings.ask('version', '--short'),
    settings.ask('config', '--hash', '*'),
  ]).catch(() => ['', ''])
  const wanted = new Map(
    [...hashes.matchAll(/^(\S+) ([0-9a-f]{64})$/gm)].map(([, service, hash]) => [service, hash]),
  )
  return Object.fromEntries(
    containers
      .filter(({ service }) => wanted.has(service))
      .map(({ service, configHash, madeBy }) => {
        const differs = sameVersion(madeBy, version) && wanted.get(service) !== configHash
        return [configHash, differs ? 'outdated' : 'right']
      }),
  )
}

function sameVersion(one: string, other: string): boolean {
  return one.replace(/^v/, '') === other.trim().replace(/^v/, '')
}

function isRunning({ state }: Container): boolean {
  return state === 'running'
}

// Whoever adds a file, such as docker-compose.override.yml, by hand means the container to differ.
function isOfFile({ files, folder }: Container, file: string): boolean {
  return files.length === 1 && resolve(folder, files[0] ?? '') === file
}

function fingerprint({ file, env }: Settings): string {
  const text = readFileSync(file, 'utf8')
  const names = [...text.matchAll(/\$\{(\w+)/g)].map(([, name = '']) => name)
  const variables = [...new Set(names)].map((name) => `${name}=${env[name] ?? ''}`)
  const more = join(dirname(file), '.env') // Compose reads variables from there as well
  const parts = [text, ...variables, existsSync(more) ? readFileSync(more, 'utf8') : '']
  return createHash('sha256').update(parts.join('\0')).digest('hex')
}

// What was known of another file, or of other variables, is worth nothing.
function readKnown(settings: Settings): Known {
  const inputs = fingerprint(settings)
  try {
    const known: Known = JSON.parse(readFileSync(knownFile(settings.home), 'utf8'))
    if (known.inputs === inputs) return known
  } catch {
    // never written, or unreadable: Compose is asked
  }
  return { inputs, judged: {} }
}

function remember(settings: Settings, news: Known['judged']): void {
  const { inputs, judged } = readKnown(settings)
  const known: Known = { inputs, judged: { ...judged, ...news } }
  try {
    writeAtomically(knownFile(settings.home), JSON.stringify(known))
  } catch {
    // A full or read-only disk: Compose is asked again next time.
  }
}

function knownFile(home: string): string {
  return join(home, 'compose', 'settings.json')
}
