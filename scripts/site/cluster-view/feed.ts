import type { Snapshot } from './snapshot.ts'

const EVERY_MS = 500
const EVERY_WHEN_DOWN_MS = 2000

/**
 * What pages are told of the cluster. It looks while somebody listens, once for all of them, so
 * that its load on the cluster does not grow with the number of pages.
 */
export class ClusterFeed {
  readonly #look: () => Promise<Snapshot>
  readonly #listeners = new Set<(snapshot: Snapshot) => void>()
  #last: Snapshot | undefined
  #timer: NodeJS.Timeout | undefined
  #looking = false

  constructor(look: () => Promise<Snapshot>) {
    this.#look = look
  }

  /** Tells what is known already, and from now on every change. */
  subscribe(listener: (snapshot: Snapshot) => void): () => void {
    this.#listeners.add(listener)
    if (this.#last) listener(this.#last)
    void this.#lookAgain()
    return () => {
      this.#listeners.delete(listener)
      if (this.#listeners.size === 0) this.#rest()
    }
  }

  /** Looks at once, and not only when it is time. */
  hurry(): void {
    clearTimeout(this.#timer)
    void this.#lookAgain()
  }

  /** Ends it for all listeners. */
  close(): void {
    this.#listeners.clear()
    this.#rest()
  }

  // What was seen then is not told to whoever comes later.
  #rest(): void {
    clearTimeout(this.#timer)
    this.#last = undefined
  }

  async #lookAgain(): Promise<void> {
    if (this.#looking) return
    this.#looking = true
    const snapshot = await this.#look()
    this.#looking = false
    if (this.#listeners.size === 0) return
    if (JSON.stringify(snapshot) !== JSON.stringify(this.#last)) {
      this.#last = snapshot
      for (const listener of this.#listeners) listener(snapshot)
    }
    const up = snapshot.brokers.some(({ state }) => state === 'up')
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#lookAgain(), up ? EVERY_MS : EVERY_WHEN_DOWN_MS)
  }
}
