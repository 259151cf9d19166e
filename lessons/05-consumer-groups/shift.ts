// A day at the bar, from the first barista to closing time.
import type { Relay, Stage } from '#check'
import { clipsAtEnd, type Evidence, notMade, type Owned, passedBy, unserved } from './evidence.ts'
import { Staff } from './staff.ts'
import { Team } from './team.ts'

const RAILS = [0, 1, 2]
// With tickets before anybody is there; not the first, so that nobody serves it by chance.
const FIRST_RAIL = 1
const ALREADY_HANGING = 15

// Long enough for KafkaJS's defaults: 5 s for each join, 30 s for a session.
const JOIN_MS = 20_000
const TEAM_MS = 40_000
// What a member may take to join again, by KafkaJS's defaults, while the others wait for it.
const REBALANCE_MS = 60_000
const TAKEOVER_MS = 60_000
// A slow machine is given time as long as something moves.
const STANDSTILL_MS = 20_000
const FIRST_SERVED_MS = 8000
// Let go much earlier: drink and delay together stay below the session, or the barista is given up.
const HELD_UP_MS = 20_000
const STOP_MS = 10_000
// While one owner of a partition works, the owners of others get so long to begin.
const SIDE_BY_SIDE_MS = 8000
const ROUNDS = 3
const WATCH_MS = 1500

/** Runs a day and gathers what was seen; it ends early where going on would show no more. */
export class Shift {
  readonly #stage: Stage
  readonly #staff: Staff
  readonly #team: Team
  #owned: Owned | undefined
  #atOnce: number | undefined
  #killed: Evidence['killed']
  #fellSilent: Evidence['fellSilent']
  #stillHeld = false

  constructor(stage: Stage) {
    this.#stage = stage
    this.#staff = new Staff(stage)
    this.#team = new Team(stage, RAILS.length)
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
    return this.#evidence()
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
    // Whoever takes several in hand must not let the clip pass the first of them.
    staff.releaseAllButFirst()
    await staff.until(() => staff.lookForHaste(), staff.held.length > 0 ? WATCH_MS : 0)
    await this.#holdUp(relay)
    if (staff.drinks.length === 0 && !(await this.#isSettled())) return false
    const settled = await this.#settles()
    const served = async () => (await this.#evidence()).served.length > 0
    if (staff.drinks.length > 0 && !(await staff.until(served, FIRST_SERVED_MS))) return false
    const evidence = await this.#evidence()
    this.#stage.tell(`ada is done: ${evidence.served.length} records on served`)
    const asked = notMade(evidence).length === 0 && staff.tooEarly?.what !== 'served'
    // Nobody was killed yet: what is lost by now was never in hand.
    const nothingLost = async () => passedBy(await this.#evidence()).length === 0
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
      await staff.until(() => staff.lookForUnserved(), WATCH_MS)
    }
    relay.letGo()
  }

  // A barista that reads on from the end sees only what is hung up after it has joined.
  async #beginsToWork(): Promise<void> {
    const staff = this.#staff
    const begun = async () => staff.drinks.length > 0 || (await this.#isSettled())
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
    this.#owned = await team.owned()
    if (!(await this.#areMembers(4))) return false
    this.#stage.tell(`4 members own ${this.#owned.join(', ')} partitions`)
    const three = await this.#workSideBySide()
    if (three) return true
    staff.release()
    await this.#settles()
    await this.#remains(4)
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
    this.#atOnce = most
    this.#stage.tell(`${most} of them make drinks at the same time`)
    return three
  }

  // Should one barista be several members only after a while.
  async #lookForMore(): Promise<void> {
    const owned = await this.#team.owned()
    const { state } = await this.#team.seen()
    if (state === 'Stable' && owned.length > (this.#owned?.length ?? 0)) this.#owned = owned
  }

  /** The power fails for one of them, in the middle of a drink. */
  async #power(): Promise<boolean> {
    const staff = this.#staff
    const [drink] = staff.held
    if (!drink) return false
    await staff.until(() => staff.lookForHaste(), WATCH_MS - (performance.now() - drink.since))
    // By now the newest drink in hand may be another.
    const [victim = drink] = staff.held
    await staff.kill(victim.barista)
    this.#killed = { barista: victim.barista, ticket: victim.ticket, made: false }
    this.#stage.tell(`${victim.barista} was killed while making ${victim.ticket}`)
    staff.release()
    if (!(await this.#remains(3))) {
      this.#stillHeld = (await this.#team.owned()).length === 4
      return false
    }
    this.#stage.tell('the group has given it up: 3 members')
    return (await this.#settles()) && unserved(await this.#evidence()).length === 0
  }

  /** One is asked to stop in the middle of a drink. */
  async #goodbye(): Promise<boolean> {
    const staff = this.#staff
    staff.holding = true
    await staff.hangUp(4, RAILS)
    if (!(await staff.until(() => staff.held.length > 0, STANDSTILL_MS))) return false
    const [{ barista, ticket } = { barista: '', ticket: '' }] = staff.held
    this.#stage.tell(`${barista} is asked to stop while making ${ticket}`)
    await staff.stop(barista, STOP_MS)
    this.#tellStop()
    if (!this.#stoppedWell()) return false
    await this.#remains(2)
    return this.#settles()
  }

  async #closing(): Promise<boolean> {
    for (const barista of this.#staff.working) {
      await this.#staff.stop(barista, STOP_MS)
      this.#tellStop()
    }
    return true
  }

  /** Waits until those who are left are the group. */
  async #remains(size: number): Promise<boolean> {
    await this.#staff.until(() => this.#team.isOf(size), TAKEOVER_MS)
    await this.#lookForMore()
    return this.#areMembers(size)
  }

  /** Whether those who run, so many, are members; nobody has ended. */
  async #areMembers(size: number): Promise<boolean> {
    const { state, members } = await this.#team.seen()
    if (members.length < size && (state === 'Stable' || state === 'Empty')) {
      this.#fellSilent ??= { running: this.#staff.working, members: members.length }
    }
    return members.length === size
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

  /** Waits until all is served, or cannot be any more, or nothing moves. */
  async #settles(): Promise<boolean> {
    const state = async () => {
      const { drinks, served, clips } = await this.#evidence()
      return [drinks.length, served.length, clips]
    }
    return this.#staff.untilStill(() => this.#isSettled(), state, STANDSTILL_MS)
  }

  async #isSettled(): Promise<boolean> {
    if (this.#staff.held.length > 0) return false
    const evidence = await this.#evidence()
    return unserved(evidence).length === 0 || clipsAtEnd(evidence)
  }

  async #evidence(): Promise<Evidence> {
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
      ...(this.#owned && { team: this.#owned }),
      ...(this.#atOnce !== undefined && { atOnce: this.#atOnce }),
      ...(this.#killed && { killed: this.#killed }),
      ...(this.#stillHeld && { stillHeld: true }),
      ...(this.#fellSilent && { fellSilent: this.#fellSilent }),
    }
  }
}
