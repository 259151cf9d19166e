import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openStateFolder, stateFolderOf, writeAtomically } from '../state/index.ts'
import { type ProgressEvent, parseEvent } from './events.ts'

/**
 * Events that the class has not got yet, a file each, so that two commands at once lose none.
 * Their names sort in the order in which they were put in.
 */
export class Outbox {
  readonly #folder: string
  readonly #env: NodeJS.ProcessEnv

  constructor(env: NodeJS.ProcessEnv) {
    this.#folder = join(stateFolderOf(env), 'class-outbox')
    this.#env = env
  }

  add(event: ProgressEvent): void {
    openStateFolder(this.#env)
    mkdirSync(this.#folder, { recursive: true })
    writeAtomically(join(this.#folder, nameOf(event)), JSON.stringify(event))
  }

  /** What waits, the oldest first. */
  waiting(): ProgressEvent[] {
    if (!existsSync(this.#folder)) return []
    const files = readdirSync(this.#folder).filter((file) => file.endsWith('.json'))
    return files.sort().flatMap((file) => {
      const event = parseEvent(readFileSync(join(this.#folder, file), 'utf8'))
      return event ? [event] : []
    })
  }

  /** Takes out what the class has. */
  remove(events: readonly ProgressEvent[]): void {
    for (const event of events) rmSync(join(this.#folder, nameOf(event)), { force: true })
  }

  clear(): void {
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function nameOf({ at, id }: ProgressEvent): string {
  return `${at.replace(/\D/g, '')}-${id}.json`
}
