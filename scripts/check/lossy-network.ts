import { producedRecords, type SentRecord } from './client-requests.ts'

// Time for what is sent in the same breath to arrive, and short beside a client's retry.
const HOLD_MS = 10
// The first request is lost so often, unless its successor got through in the meantime.
const LOSSES_IN_A_ROW = 3
// After it, one request in so many is lost once.
const EVERY = 20
// So many are lost because their successor did not wait for their answer.
const OVERTAKEN_AT_MOST = 6

interface Sent {
  readonly broker: string
  readonly connection: number
  /** The same for what a client sends again. */
  readonly text: string
  readonly series: ReadonlySet<string>
}

/**
 * A network that loses Produce requests, each with its connection, where it hurts those who did not
 * wait for an answer: the first one, then now and then one, and some whose successor came before
 * they were answered. Clients send again what was lost: whoever waits is delayed, and whoever does
 * not is overtaken sooner or later, whichever retry is the faster.
 */
export class LossyNetwork {
  readonly #seriesOf: (record: SentRecord) => string | undefined
  readonly #met = new Set<string>()
  readonly #held = new Map<Sent, (isLost: boolean) => void>()
  readonly #broken = new Set<number>()
  #overtakenLeft = OVERTAKEN_AT_MOST
  #victim: { sent: Sent; lossesLeft: number } | undefined

  /** Two records of one series are to stay in order; a record of none is of no interest. */
  constructor(seriesOf: (record: SentRecord) => string | undefined) {
    this.#seriesOf = seriesOf
  }

  /** Settles when a request may go on to its broker (false), or is lost with its connection. */
  async loses(broker: string, connection: number, request: Buffer): Promise<boolean> {
    const sent = this.#read(broker, connection, request)
    if (sent.series.size === 0) return false
    this.#loseWhatItFollows(sent)
    if (this.#broken.has(connection)) return true
    if (this.#victim) return this.#losesAgain(this.#victim, sent)
    const isNew = !this.#met.has(sent.text)
    const count = this.#met.add(sent.text).size
    if (!isNew || count % EVERY !== 1) return this.#isFollowed(sent)
    this.#choose(sent, count === 1 ? LOSSES_IN_A_ROW : 1)
    return true
  }

  #read(broker: string, connection: number, request: Buffer): Sent {
    const records = producedRecords(request)
    const text = records.map(({ partition, key, value }) => `${partition} ${key} ${value}`)
    const series = new Set(records.flatMap((record) => this.#seriesOf(record) ?? []))
    return { broker, connection, text: text.join('\n'), series }
  }

  #choose(sent: Sent, losses: number): void {
    this.#victim = { sent, lossesLeft: losses - 1 }
    this.#broken.add(sent.connection)
  }

  #losesAgain(victim: { sent: Sent; lossesLeft: number }, sent: Sent): boolean {
    const comesBack = sent.text === victim.sent.text
    const isLost = comesBack && victim.lossesLeft-- > 0
    if (isLost) this.#broken.add(sent.connection)
    else if (comesBack || areRivals(victim.sent, sent)) this.#victim = undefined
    return isLost
  }

  #isFollowed(sent: Sent): Promise<boolean> {
    return new Promise((resolve) => {
      const decide = (isLost: boolean): void => {
        clearTimeout(timer)
        this.#held.delete(sent)
        resolve(isLost)
      }
      const timer = setTimeout(decide, HOLD_MS, false)
      this.#held.set(sent, decide)
    })
  }

  #loseWhatItFollows(successor: Sent): void {
    const followed = [...this.#held].find(([sent]) => areRivals(sent, successor))
    if (!followed || this.#victim || this.#overtakenLeft-- <= 0) return
    const [sent, decide] = followed
    this.#choose(sent, LOSSES_IN_A_ROW)
    decide(true)
  }
}

function areRivals(one: Sent, other: Sent): boolean {
  const share = [...one.series].some((series) => other.series.has(series))
  return share && one.broker === other.broker && one.text !== other.text
}
