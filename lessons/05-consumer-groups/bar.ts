// The bar as a whole: what baristas, group and topics show together, and waiting until it is so.
import type { Stage } from '#check'
import { clipsAtEnd, type Evidence, type Owned, unserved } from './evidence.ts'
import type { Staff } from './staff.ts'
import type { Team } from './team.ts'

/** A slow machine is given time as long as something moves. */
export const STANDSTILL_MS = 20_000
const TAKEOVER_MS = 60_000
// KafkaJS gives a transaction a minute, and brokers look every ten seconds for one that is over.
const LEFT_OPEN_MS = 75_000

/** Gathers the evidence of a day, and knows when there is no more to come. */
export class Bar {
  owned: Owned | undefined
  atOnce: number | undefined
  killed: Evidence['killed']
  stillHeld = false
  #fellSilent: Evidence['fellSilent']
  readonly #stage: Stage
  readonly #staff: Staff
  readonly #team: Team

  constructor(stage: Stage, staff: Staff, team: Team) {
    this.#stage = stage
    this.#staff = staff
    this.#team = team
  }

  /** Waits until those who are left are the group. */
  async remains(size: number): Promise<boolean> {
    const whole = await this.#staff.until(() => this.#team.isOf(size), TAKEOVER_MS)
    await this.#lookForMore()
    return whole || this.areMembers(size)
  }

  /** Whether those who run, so many, are members; if nobody has ended, some fell silent. */
  async areMembers(size: number): Promise<boolean> {
    const { state, members } = await this.#team.seen()
    const isOver = state === 'Stable' || state === 'Empty'
    if (members.length < size && isOver && !this.#staff.endedEarly) {
      this.#fellSilent ??= { running: this.#staff.working, members: members.length }
    }
    return members.length === size
  }

  // Should one barista be several members only after a while.
  async #lookForMore(): Promise<void> {
    const owned = await this.#team.owned()
    const { state } = await this.#team.seen()
    if (state === 'Stable' && owned.length > (this.owned?.length ?? 0)) this.owned = owned
  }

  /** Waits until all is served, or cannot be any more, or nothing moves. */
  async settles(): Promise<boolean> {
    const state = async () => {
      const { drinks, served, clips } = await this.evidence()
      return [drinks.length, served.length, clips]
    }
    return this.#staff.untilStill(() => this.isSettled(), state, STANDSTILL_MS)
  }

  /**
   * Whether all is served. What a killed barista had under way in a transaction holds up all that
   * is served after it, until the brokers abort it.
   */
  async allServed(): Promise<boolean> {
    const all = async () => unserved(await this.evidence()).length === 0
    const isHeldUp = async () =>
      (await this.#stage.stored('served')).some(({ openTransaction }) => openTransaction)
    await this.#staff.until(async () => (await all()) || !(await isHeldUp()), LEFT_OPEN_MS)
    return all()
  }

  /** Whether all is served, or cannot be any more. */
  async isSettled(): Promise<boolean> {
    if (this.#staff.held.length > 0) return false
    const evidence = await this.evidence()
    return unserved(evidence).length === 0 || clipsAtEnd(evidence)
  }

  /** What was seen so far, and what the brokers hold now. */
  async evidence(): Promise<Evidence> {
    const { tickets, drinks, stops, tooEarly, endedEarly } = this.#staff
    // Clips first: what is served after they were read cannot be missing for them.
    const clips = await this.#staff.clips()
    const served = (await this.#stage.stored('served')).flatMap(({ records }) => records)
    return {
      tickets,
      drinks,
      served,
      clips,
      stops,
      otherGroups: await this.#team.others(),
      ...(tooEarly && { tooEarly }),
      ...(endedEarly && { endedEarly }),
      ...(this.owned && { team: this.owned }),
      ...(this.atOnce !== undefined && { atOnce: this.atOnce }),
      ...(this.killed && { killed: this.killed }),
      ...(this.stillHeld && { stillHeld: true }),
      ...(this.#fellSilent && { fellSilent: this.#fellSilent }),
    }
  }
}
