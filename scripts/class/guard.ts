const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
const FREE_SLIPS = 3

/**
 * Slows down whoever guesses. After a few wrong codes from an address it is not listened to for a
 * while, and each further one doubles that. `now` is a clock in milliseconds.
 */
export class Guard {
  readonly #now: () => number
  readonly #wrong = new Map<string, { times: number; until: number }>()

  constructor(now: () => number = () => performance.now()) {
    this.#now = now
  }

  /** For how many milliseconds this address is not listened to; 0 when it is. */
  waitFor(address: string): number {
    return Math.max(0, (this.#wrong.get(address)?.until ?? 0) - this.#now())
  }

  /** Notes a wrong code. */
  wrong(address: string): void {
    const times = (this.#wrong.get(address)?.times ?? 0) + 1
    const waitMs = times < FREE_SLIPS ? 0 : FIRST_WAIT_MS * 2 ** (times - FREE_SLIPS)
    this.#wrong.set(address, { times, until: this.#now() + Math.min(waitMs, LONGEST_WAIT_MS) })
  }

  /** Forgets the slips of an address that knew the code after all. */
  right(address: string): void {
    this.#wrong.delete(address)
  }
}
