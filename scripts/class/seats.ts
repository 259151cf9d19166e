import { createHash, timingSafeEqual } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomically } from '../state/index.ts'

/** A place in the class, and by what its holder is known again. */
interface Seat {
  readonly name: string
  /** SHA-256 of the password, which is random enough to need no salt. */
  readonly proof: string
  readonly joinedAt: string
}

export type SeatAnswer = 'taken-now' | 'yours-already' | 'somebody-elses' | 'full'

/** Who sits in the class. A name belongs to the clone that took it, until the class ends. */
export class Seats {
  readonly #file: string
  readonly #most: number
  #seats: readonly Seat[]

  constructor(folder: string, most: number) {
    this.#file = join(folder, 'seats.json')
    this.#most = most
    this.#seats = existsSync(this.#file) ? JSON.parse(readFileSync(this.#file, 'utf8')) : []
  }

  /** All names, in the order in which they came. */
  get names(): string[] {
    return this.#seats.map(({ name }) => name)
  }

  /** Takes a seat, or finds it taken; the password tells whether by the same clone. */
  take(name: string, password: string, now: Date): SeatAnswer {
    const proof = createHash('sha256').update(password).digest()
    const seat = this.#seats.find((one) => one.name === name)
    if (seat) {
      const same = timingSafeEqual(Buffer.from(seat.proof, 'hex'), proof)
      return same ? 'yours-already' : 'somebody-elses'
    }
    if (this.#seats.length >= this.#most) return 'full'
    const taken = { name, proof: proof.toString('hex'), joinedAt: now.toISOString() }
    this.#seats = [...this.#seats, taken]
    writeAtomically(this.#file, `${JSON.stringify(this.#seats, null, 2)}\n`)
    return 'taken-now'
  }
}
