// The other end of payments() and acknowledged(): the counter gives groups and counts what is safe.
import { type Payment, paymentGroup } from '#check'

/** What the brokers are going through. */
export type Phase = 'healthy' | 'alone' | 'frozen' | 'failover' | 'outage' | 'restored'

/** A payment, and what the brokers were going through when it was given. */
export interface Given extends Payment {
  readonly group: number
  readonly during: Phase
}

export class Counter {
  phase: Phase = 'healthy'
  readonly given: Given[] = []
  /** During what each payment was called safe. */
  readonly acknowledged = new Map<string, Phase>()
  /** What acknowledged() was called with that is no payment's id. */
  readonly unknown: string[] = []
  readonly #tell: (happening: string) => void
  readonly #asks: ((group: Payment[] | null) => void)[] = []
  #groups = 0
  #lastNews = performance.now()
  #over = false

  constructor(tell: (happening: string) => void) {
    this.#tell = tell
  }

  readonly conversation = {
    payments: () =>
      new Promise((resolve) => {
        this.#lastNews = performance.now()
        if (this.#over) resolve(null)
        else this.#asks.push(resolve)
      }),
    acknowledged: (id: unknown) => this.#hear(id),
  }

  /** Whether a group has been asked for and not been given yet. */
  get asked(): boolean {
    return this.#asks.length > 0
  }

  get groups(): number {
    return this.#groups
  }

  /** For how long nothing has been heard. */
  get quietMs(): number {
    return performance.now() - this.#lastNews
  }

  /** What was given and has not been called safe. */
  get open(): string[] {
    return this.given.map(({ id }) => id).filter((id) => !this.acknowledged.has(id))
  }

  get allAcknowledged(): boolean {
    return this.open.length === 0
  }

  /** Gives a group to whoever asked first. */
  give(): void {
    const ask = this.#asks.shift()
    if (!ask) return
    const payments = paymentGroup(this.#groups++)
    const facts = { group: this.#groups, during: this.phase }
    this.given.push(...payments.map((payment) => ({ ...payment, ...facts })))
    this.#lastNews = performance.now()
    ask(payments)
    this.#tell(`group ${this.#groups} given: ${range(payments)}`)
  }

  /** From now on there are no more. */
  end(): void {
    this.#over = true
    for (const ask of this.#asks.splice(0)) ask(null)
  }

  #hear(id: unknown): void {
    this.#lastNews = performance.now()
    const payment = this.given.find((one) => one.id === id)
    if (!payment) this.unknown.push(JSON.stringify(id) ?? 'nothing')
    if (!payment || this.acknowledged.has(payment.id)) return
    this.acknowledged.set(payment.id, this.phase)
    const group = this.given.filter((one) => one.group === payment.group)
    if (group.every((one) => this.acknowledged.has(one.id))) {
      this.#tell(`group ${payment.group} acknowledged`)
    }
  }
}

function range(payments: readonly Payment[]): string {
  return `${payments.at(0)?.id} to ${payments.at(-1)?.id}`
}
