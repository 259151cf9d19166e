import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { join } from 'node:path'
import { projectRoot } from '../../state/index.ts'

/** What can be run from a page. */
export type RunKind = 'demo' | 'check'

/** Something that a run said or came to. */
export type RunEvent =
  | { readonly kind: 'printed'; readonly text: string }
  | { readonly kind: 'verdict'; readonly verdict: unknown }
  | { readonly kind: 'ended'; readonly code: number }

/** A command of the workbook in a process of its own, watched from a page. */
export class Run {
  readonly id = randomUUID()
  readonly #child: ChildProcess
  readonly #events: RunEvent[] = []
  readonly #listeners = new Set<(event: RunEvent, index: number) => void>()
  readonly #ended: Promise<void>
  #bytes = 0
  #json = ''

  constructor(kind: RunKind, lesson: string, env: NodeJS.ProcessEnv) {
    const words = kind === 'demo' ? ['lesson', lesson] : ['check', lesson, '--json']
    this.#child = spawn(process.execPath, [join(projectRoot, 'scripts', 'start.mjs'), ...words], {
      cwd: projectRoot,
      env: { ...env, FORCE_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe'],
      // A Ctrl-C that ends us must not reach it beside ours: a second one means "at once".
      detached: true,
    })
    const print = (chunk: string): void => this.#print(chunk)
    this.#child.stderr?.setEncoding('utf8').on('data', print)
    this.#child.stdout?.setEncoding('utf8').on(
      'data',
      kind === 'demo'
        ? print
        : (chunk: string) => {
            this.#json += chunk
          },
    )
    this.#ended = once(this.#child, 'close').then(
      ([code]) => this.#end(Number(code ?? 130)),
      (error: Error) => this.#fail(error),
    )
  }

  /** Hands over all events from a number on, those to come included. */
  listen(from: number, listener: (event: RunEvent, index: number) => void): () => void {
    for (const [index, event] of this.#events.entries()) {
      if (index >= from) listener(event, index)
    }
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** Whether it has ended. */
  get over(): boolean {
    return this.#events.at(-1)?.kind === 'ended'
  }

  /** Interrupts it as Ctrl-C does, so that it puts things back; settles when it has ended. */
  async stop(): Promise<void> {
    if (!this.over && this.#child.pid) interruptGroup(this.#child.pid)
    await this.#ended
  }

  #print(text: string): void {
    this.#bytes += text.length
    if (this.#bytes - text.length > MOST_PRINTED) return
    this.#tell({
      kind: 'printed',
      text: this.#bytes > MOST_PRINTED ? '\n... more than is shown here.\n' : text,
    })
  }

  // It could not be started.
  #fail(error: Error): void {
    this.#print(`${error.message}\n`)
    this.#end(3)
  }

  #end(code: number): void {
    const verdict = parse(this.#json)
    if (verdict !== undefined) this.#tell({ kind: 'verdict', verdict })
    this.#tell({ kind: 'ended', code })
  }

  #tell(event: RunEvent): void {
    this.#events.push(event)
    for (const listener of this.#listeners) listener(event, this.#events.length - 1)
  }
}

const MOST_PRINTED = 500_000

function interruptGroup(leader: number): void {
  try {
    process.kill(-leader, 'SIGINT')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error // it has just ended
  }
}

function parse(json: string): unknown {
  try {
    return JSON.parse(json)
  } catch {
    return undefined
  }
}

/** The runs of all pages. */
export class Runs {
  readonly #env: NodeJS.ProcessEnv
  readonly #runs = new Map<string, Run>()

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env
  }

  /** Starts one; undefined when more are under way than anybody watches. */
  start(kind: RunKind, lesson: string): Run | undefined {
    const under = [...this.#runs.values()].filter(({ over }) => !over)
    if (under.length >= MOST_AT_ONCE) return undefined
    const run = new Run(kind, lesson, this.#env)
    this.#runs.set(run.id, run)
    const [oldest] = [...this.#runs.values()].filter(({ over }) => over)
    if (this.#runs.size > MOST_KEPT && oldest) this.#runs.delete(oldest.id)
    return run
  }

  find(id: string): Run | undefined {
    return this.#runs.get(id)
  }

  /** Interrupts all that are under way, and waits for their ends. */
  async stopAll(): Promise<void> {
    await Promise.all([...this.#runs.values()].map((run) => run.stop()))
  }
}

const MOST_AT_ONCE = 4
const MOST_KEPT = 20
