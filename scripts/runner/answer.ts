import { type ChildProcess, spawn } from 'node:child_process'
import { setTimeout as pause } from 'node:timers/promises'
import { projectRoot } from '../state/index.ts'
import { type Conversation, converse, type Saying } from './converse.ts'
import { environmentOf, nodeArguments, type Setting } from './script.ts'

/** An error nobody caught, first of a chain of causes. */
export interface UncaughtError {
  readonly chain: readonly ErrorFacts[]
  readonly stack?: string
}

export interface ErrorFacts {
  readonly name?: string
  /** Node's code, such as ERR_INVALID_ARG_TYPE, or Kafka's number. */
  readonly code?: string
  /** Kafka's name of its error, such as UNKNOWN_TOPIC_OR_PARTITION. */
  readonly type?: string
  readonly message?: string
}

/** How a program ended. */
export interface Ending {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly error?: UncaughtError
  /** Whether it called process.exit(), and did not just come to its end. */
  readonly exited: boolean
  /** Milliseconds since it was started. */
  readonly afterMs: number
}

const OUTPUT_KEPT = 64_000

// None of them outlives the workbook. One listener for all: a lesson may run many side by side.
const running = new Set<Answer>()
process.on('exit', () => {
  for (const answer of running) answer.kill()
})

/** A learner's program, at work in a process group of its own. Disposing of it ends it for sure. */
export class Answer implements AsyncDisposable {
  /** Settles when the program has ended, however that came about. */
  readonly ended: Promise<Ending>
  readonly #child: ChildProcess
  #output = ''
  #outputBytes = 0
  #error: UncaughtError | undefined
  #exited = false

  constructor(
    file: string,
    setting: Setting,
    env: NodeJS.ProcessEnv,
    conversation: Conversation = {},
  ) {
    const startedAt = performance.now()
    this.#child = spawn(process.execPath, nodeArguments(file, 'scripts/runner/preload.mjs'), {
      cwd: projectRoot, // where node finds tsx
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      detached: process.platform !== 'win32', // what it starts ends with it
      env: environmentOf(setting, env),
    })
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on('data', (chunk: Buffer) => this.#keep(chunk))
    }
    this.#child.on('message', (message) => this.#hear(message as Message | null, conversation))
    running.add(this)
    this.ended = new Promise((resolve, reject) => {
      this.#child.once('error', reject)
      // Not "exit": its last words and its error may still be on their way then.
      this.#child.once('exit', (code, signal) => {
        running.delete(this)
        const end = (): void => {
          const afterMs = performance.now() - startedAt
          const error = this.#error && { error: this.#error }
          resolve({ code, signal, afterMs, exited: this.#exited, ...error })
        }
        if (this.#child.connected) this.#child.once('disconnect', end)
        else end()
      })
    })
  }

  /** The end of what it printed, and how much it printed in all. */
  get output(): { text: string; bytes: number } {
    return { text: this.#output, bytes: this.#outputBytes }
  }

  /** Its ending, or undefined when it is still running after so long. */
  endsWithin(timeoutMs: number): Promise<Ending | undefined> {
    const timer = new AbortController()
    const late = pause(timeoutMs, undefined, { signal: timer.signal }).catch(() => undefined)
    return Promise.race([this.ended, late]).finally(() => timer.abort())
  }

  /** Asks it to end (SIGTERM), as an operator would. */
  stop(): void {
    if (process.platform === 'win32') this.#child.send('stop')
    else this.#child.kill('SIGTERM')
  }

  /** Ends it and whatever it started at once (SIGKILL), as a power cut would. */
  kill(): void {
    if (this.#child.pid === undefined) return
    try {
      if (process.platform === 'win32') this.#child.kill('SIGKILL')
      else process.kill(-this.#child.pid, 'SIGKILL')
    } catch {
      // Nobody of the group is left.
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kill()
    await this.ended.catch(() => {})
  }

  #keep(chunk: Buffer): void {
    this.#outputBytes += chunk.length
    this.#output = (this.#output + chunk.toString()).slice(-OUTPUT_KEPT)
  }

  // A program may send whatever it likes.
  #hear(message: Message | null, conversation: Conversation): void {
    if (typeof message !== 'object' || message === null) return
    if (message.kind === 'uncaught') this.#error = message.error
    if (message.kind === 'exit') this.#exited = true
    if (message.kind === 'say') void converse(this.#child, message, conversation)
  }
}

type Message =
  | Saying
  | { readonly kind: 'uncaught'; readonly error: UncaughtError }
  | { readonly kind: 'exit' }
