import type { Report } from '../terminal/index.ts'

/** A verb of `npm run`. */
export interface Command {
  readonly name: string
  readonly summary: string
  /** How it is typed, one way a line. */
  readonly usage: readonly string[]
  /** The flags it knows, without dashes; npm swallows those that do not follow `--`. */
  readonly flags: readonly string[]
  /** Flags whose value it finds although npm has kept them. */
  readonly foundAnyway?: readonly string[]
  /** Hands every word on as it is, flags included. */
  readonly passesOn?: boolean
  /** Does the work; gives the exit code. */
  run(args: Arguments, io: Io): Promise<number>
}

export interface Arguments {
  readonly words: readonly string[]
  readonly flags: ReadonlySet<string>
}

/** What a command may use of the world around it. */
export interface Io {
  readonly env: NodeJS.ProcessEnv
  readonly report: Report
  /** Writes a line to standard output. */
  print(text?: string): void
  /** Puts things back if the command is interrupted from now on; the answer ends that. */
  onInterrupt(putBack: () => Promise<void>): () => void
}
