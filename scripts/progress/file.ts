import { existsSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { openStateFolder, stateFolderOf, writeAtomically } from '../state/index.ts'
import { nothingYet, type Progress, parseProgress } from './record.ts'

/** The file that remembers what a learner did. */
export class ProgressFile {
  readonly #env: NodeJS.ProcessEnv
  readonly #file: string
  readonly #say: (text: string) => void

  /** `say` is told when something had to be moved aside. */
  constructor(env: NodeJS.ProcessEnv, say: (text: string) => void) {
    this.#env = env
    this.#file = join(stateFolderOf(env), 'progress.json')
    this.#say = say
  }

  /** What it holds, for a look that changes nothing; what cannot be read is nothing. */
  peek(): Progress {
    try {
      return this.#parse() ?? nothingYet
    } catch {
      return nothingYet
    }
  }

  read(): Progress {
    openStateFolder(this.#env)
    const found = this.#parse()
    if (found) return found
    const aside = `${this.#file}.unreadable-${Date.now()}`
    renameSync(this.#file, aside)
    this.#say(`Your progress could not be read; it was moved to ${aside}, and begins anew.`)
    return nothingYet
  }

  /** Applies a change to what the file holds now. */
  update(change: (progress: Progress) => Progress): Progress {
    const changed = change(this.read())
    writeAtomically(this.#file, `${JSON.stringify(changed, null, 2)}\n`)
    return changed
  }

  #parse(): Progress | undefined {
    if (!existsSync(this.#file)) return nothingYet
    return parseProgress(readFileSync(this.#file, 'utf8'))
  }
}

/** The progress file of whoever runs a command. */
export function progressFileOf(io: {
  env: NodeJS.ProcessEnv
  report: { note(text: string): void }
}): ProgressFile {
  return new ProgressFile(io.env, io.report.note)
}
