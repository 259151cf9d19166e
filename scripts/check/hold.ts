import { setTimeout as pause } from 'node:timers/promises'

/** Holds up what comes to it, for a time that begins with the first. */
export class Hold {
  readonly #forMs: number
  readonly #letGo = new AbortController()
  #firstAt: number | undefined

  constructor(forMs: number) {
    this.#forMs = forMs
  }

  /** When the first came, by `performance.now()`. */
  get firstAt(): number | undefined {
    return this.#firstAt
  }

  /** Whether the first has come, and what came has still to wait. */
  get holds(): boolean {
    return this.#leftMs() > 0
  }

  /** Settles when whatever came may go on. */
  async pass(): Promise<void> {
    this.#firstAt ??= performance.now()
    const leftMs = this.#leftMs()
    if (leftMs > 0) await pause(leftMs, undefined, { signal: this.#letGo.signal }).catch(() => {})
  }

  /** Lets go all that waits, and holds up nothing more. */
  letGo(): void {
    this.#letGo.abort()
  }

  #leftMs(): number {
    if (this.#firstAt === undefined || this.#letGo.signal.aborted) return 0
    return this.#firstAt + this.#forMs - performance.now()
  }
}
