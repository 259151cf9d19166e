// A day at the bar, from the first barista to closing time.
import type { Relay, Stage } from '#check'
import { Bar, STANDSTILL_MS } from './bar.ts'
import { clipsAtEnd, type Evidence, notMade, passedBy } from './evidence.ts'
import { type Members, Staff } from './staff.ts'
import { Team } from './team.ts'

const RAILS = [0, 1, 2]
// With tickets before anybody is there; not the first, so that nobody serves it by chance.
const FIRST_RAIL = 1
const ALREADY_HANGING = 15

// Long enough for KafkaJS's defaults: 5 s for each join, 30 s for a session.
const JOIN_MS = 30_000
const TEAM_MS = 40_000
// What a member may take to join again, by KafkaJS's defaults, while the others wait for it.
const REBALANCE_MS = 60_000
// More than the 45 s of the exercise, and less than that minute: a rebalance that began shortly before
// a member died puts it out then, however long its session.
const GIVEN_UP_MS = 52_000
const FIRST_SERVED_MS = 8000
// Drink and delay together stay well below the session, or the barista is given up.
const HELD_UP_MS = 2000
// The exercise asks for ten seconds; a slow machine is given some more.
const STOP_MS = 13_000
// Whoever makes so many drinks after it was asked to stop needs longer than that.
const MORE_THAN_MAY_BE_MADE = 6
// While one owner of a partition works, the owners of others get so long to begin.
const SIDE_BY_SIDE_MS = 8000
const ROUNDS = 3
const WATCH_MS = 1500

/** Runs a day and gathers what was seen; it ends early where going on would show no more. */
export class Shift {
  readonly #stage: Stage
  readonly #staff: Staff
  readonly #team: Team
  readonly #bar: Bar

  constructor(stage: Stage) {
    this.#stage = stage
    this.#staff = new Staff(stage)
    this.#team = new Team(stage, RAILS.length)
    this.#bar = new Bar(stage, this.#staff, this.#team)
  }

  async run(): Promise<Evidence> {
    const parts = [
      () => this.#alone(),
      () => this.#four(),
      () => this.#power(),
      () => this.#goodbye(),
      () => this.#closing(),
    ]
    for (const part of parts) if (!(await part())) break
    return this.#bar.evidence()
  }

  /** One barista, and tickets that hung there before it came. */
  async #alone(): Promise<boolean> {
    await this.#stage.makeTopic('tickets', { partitions: RAILS.length })
    await this.#stage.makeTopic('served', { partitions: 1 })
    const staff = this.#staff
    await staff.hangUp(ALREADY_HANGING, [FIRST_RAIL], false)
    this.#stage.tell(`${ALREADY_HANGING} tickets hang on partition ${FIRST_RAIL}`)
    staff.holding = true
    const relay = await this.#stage.relay()
    staff.hire('ada', relay)
    this.#stage.tell('ada starts')
    await staff.until(
      async () => staff.drinks.length > 0 || (await this.#team.owned()).length > 0,
      JOIN_MS,
    )
    await this.#beginsToWork()
    // Whoever takes several in hand, at once or by and by, must not let the clip pass the first.
    const look = () => {
      staff.releaseAllButFirst()
      return staff.lookForHaste()
    }
    await staff.until(look, staff.held.length > 0 ? WATCH_MS : 0)
    await this.#holdUp(relay)
    if (staff.drinks.length === 0 && !(await this.#bar.isSettled())) return false
    const settled = await this.#bar.settles()
    const served = async () => (await this.#bar.evidence()).served.length > 0
    if (staff.drinks.length > 0 && !(await staff.until(served, FIRST_SERVED_MS))) return false
    const evidence = await this.#bar.evidence()
    this.#stage.tell(`ada is at rest: ${evidence.served.length} records on served`)
    const asked = notMade(evidence).length === 0 && staff.tooEarly?.what !== 'served'
    // Nobody was killed yet: what is lost by now was never in hand.
    const nothingLost = async () => passedBy(await this.#bar.evidence()).length === 0
    const all = staff.drinks.length === 0 || (await staff.until(nothingLost, FIRST_SERVED_MS))
    return settled && asked && all && !this.#skippedTheOld()
  }

  // Drinks are done, and what is to be served for them hangs in the network: no clip may pass it.
  async #holdUp(relay: Relay): Promise<void> {
    const staff = this.#staff
    relay.holdUp(HELD_UP_MS)
    staff.release()
    const doubtful = staff.drinks.length > 0 && !staff.tooEarly
    if (doubtful && (await staff.until(() => relay.holds, FIRST_SERVED_MS))) {
      this.#stage.tell('what ada serves is held up in the network')
      const look = async () => (await staff.lookForUnserved()) || !relay.holds
      await staff.until(look, HELD_UP_MS)
    }
    relay.letGo()
  }

  // A barista that reads on from the end sees only what is hung up after it has joined.
  async #beginsToWork(): Promise<void> {
    const staff = this.#staff
    const begun = async () => staff.drinks.length > 0 || (await this.#bar.isSettled())
    for (let times = 0; times < 5 && !(await staff.until(begun, 4000)); times++) {
      if (staff.endedEarly || (await this.#team.owned()).length === 0) return
      await staff.hangUp(1, [FIRST_RAIL])
      this.#stage.tell('nothing happens: one more ticket is hung up')
    }
  }

  #skippedTheOld(): boolean {
    const old = new Set(this.#staff.tickets.filter(({ late }) => !late).map(({ id }) => id))
    const { drinks } = this.#staff
    return drinks.length > 0 && !drinks.some(({ ticket }) => old.has(ticket))
  }

  /** Three more baristas, then work on every rail. */
  async #four(): Promise<boolean> {
    const [staff, team] = [this.#staff, this.#team]
    // One barista should be one member. If it is several, four of them are not yet the whole team.
    const alone = Math.max(1, (await this.#team.owned()).length)
    for (const name of ['ben', 'cleo', 'dev']) staff.hire(name)
    this.#stage.tell('ben, cleo and dev join')
    const isTeam = (withinMs: number) =>
      staff.untilStill(
        async () => (await team.isOf(4 * alone)) || (await team.othersWithAll()) === 4,
        async () => {
          const { state, members } = await team.seen()
          return [state, members.map(({ id }) => id)]
        },
        withinMs,
      )
    const isStable = async () => (await this.#team.seen()).state === 'Stable'
    if (!(await isTeam(TEAM_MS)) && !(await isStable())) await isTeam(REBALANCE_MS)
    if (staff.endedEarly) return false
    this.#bar.owned = await team.owned()
    if (this.#bar.owned.length !== 4) {
      if (!(await this.#bar.areMembers(4))) return false
      this.#bar.owned = await team.owned()
    }
    this.#stage.tell(`4 members own ${this.#bar.owned.join(', ')} partitions`)
    const three = await this.#workSideBySide()
    if (three) return true
    staff.release()
    await this.#bar.settles()
    await this.#bar.remains(4)
    return false
  }

  // Who takes a whole batch in hand has it for one drink's time only, and a busy machine may hand
  // out batches at different times: there are several rounds.
  async #workSideBySide(): Promise<boolean> {
    const staff = this.#staff
    let most = 0
    const look = () => {
      most = Math.max(most, staff.busy)
      return most >= RAILS.length
    }
    let three = false
    staff.holding = true
    for (let round = 0; round < ROUNDS && !three && !staff.endedEarly; round++) {
      await staff.hangUp(4, RAILS)
      three = await staff.until(look, SIDE_BY_SIDE_MS)
    }
    this.#bar.atOnce = most
    this.#stage.tell(`${most} of them make drinks at the same time`)
    return three
  }

  /** The power fails for one of them, in the middle of a drink. */
  async #power(): Promise<boolean> {
    const [staff, team] = [this.#staff, this.#team]
    const since = staff.held[0]?.since ?? 0
    await staff.until(() => staff.lookForHaste(), WATCH_MS - (performance.now() - since))
    // By now the newest drink in hand may be another, or none.
    if (staff.held.length === 0) await staff.hangUp(1, RAILS)
    await staff.until(() => staff.held.length > 0, STANDSTILL_MS)
    const [victim] = staff.held
    if (!victim) return false
    await staff.kill(victim.barista)
    this.#bar.killed = { barista: victim.barista, ticket: victim.ticket, made: false }
    this.#stage.tell(`${victim.barista} was killed while making ${victim.ticket}`)
    staff.release()
    const isDecided = async () => (await team.isOf(3)) || (await team.owned()).length < 3
    await staff.until(isDecided, GIVEN_UP_MS)
    // Not whether there were fewer at any time: another may leave and come back under a new name.
    this.#bar.stillHeld = !staff.endedEarly && (await team.owned()).length >= 4
    if (this.#bar.stillHeld || !(await this.#bar.remains(3))) return false
    this.#stage.tell('the group has given it up: 3 members')
    if (!(await this.#bar.settles()) || !(await this.#bar.allServed())) return false
    return this.#threeGoOn()
  }

  // Whoever gave up over what it took over, or over what another took over, is no member any more:
  // that shows at the next ticket of each.
  async #threeGoOn(): Promise<boolean> {
    await this.#staff.hangUp(1, RAILS)
    const served = (await this.#bar.settles()) && (await this.#bar.allServed())
    return (await this.#bar.remains(3)) && served
  }

  /** One is asked to stop in the middle of a drink. */
  async #goodbye(): Promise<boolean> {
    const staff = this.#staff
    staff.holding = true
    const { members } = await this.#team.seen()
    const hungUp = staff.hangUp(MORE_THAN_MAY_BE_MADE, RAILS)
    const [begun] = await Promise.all([this.#stopsWhileMaking(members), hungUp])
    if (!begun || !this.#stoppedWell()) return false
    await this.#bar.remains(2)
    const settled = await this.#bar.settles()
    // Who made something again has yet to commit it.
    await staff.until(async () => clipsAtEnd(await this.#bar.evidence()), FIRST_SERVED_MS)
    return settled
  }

  // Asked as soon as a drink is begun: later, it might be done before the barista hears of it.
  async #stopsWhileMaking(members: Members): Promise<boolean> {
    const staff = this.#staff
    if (!(await staff.until(() => staff.held.length > 0, STANDSTILL_MS))) return false
    const [{ barista, ticket } = { barista: '', ticket: '' }] = staff.held
    this.#stage.tell(`${barista} is asked to stop while making ${ticket}`)
    await staff.stop(barista, STOP_MS, members)
    this.#tellStop()
    return true
  }

  async #closing(): Promise<boolean> {
    for (const barista of this.#staff.working) {
      await this.#staff.stop(barista, STOP_MS)
      this.#tellStop()
    }
    return true
  }

  #stoppedWell(): boolean {
    const last = this.#staff.stops.at(-1)
    return last?.ending?.code === 0 && !last.stillListed
  }

  #tellStop(): void {
    const last = this.#staff.stops.at(-1)
    if (!last) return
    const how = last.ending ? `ended with ${last.ending.signal ?? last.ending.code}` : 'still runs'
    this.#stage.tell(`${last.barista} ${how}${last.stillListed ? ', and is still a member' : ''}`)
  }
}
