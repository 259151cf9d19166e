// What the brokers say of the group: who is a member, and who owns what.
import type { Stage } from '#check'
import type { Owned } from './evidence.ts'

const GROUP = 'baristas'
const TOPIC = 'tickets'

/** The group `baristas` of one grading, and the groups beside it. */
export class Team {
  readonly #stage: Stage
  readonly #partitions: number

  constructor(stage: Stage, partitions: number) {
    this.#stage = stage
    this.#partitions = partitions
  }

  /** State and members, as its coordinator has them. */
  seen() {
    return this.#stage.observer.group(this.#stage.name(GROUP))
  }

  /** Whether it has so many members and is at work: stable, with every partition given away. */
  async isOf(size: number): Promise<boolean> {
    const { state } = await this.seen()
    const owned = await this.owned()
    const all = owned.reduce((sum, partitions) => sum + partitions, 0) === this.#partitions
    return state === 'Stable' && owned.length === size && all
  }

  /** How many partitions of `tickets` each member owns, most first. */
  async owned(): Promise<Owned> {
    const { members } = await this.seen()
    const tickets = this.#stage.name(TOPIC)
    return members
      .map(({ assignment }) => assignment[tickets]?.length ?? 0)
      .sort((one, other) => other - one)
  }

  /** Other groups of this run, which only the program can have made. */
  async others(): Promise<string[]> {
    const prefix = this.#stage.name('')
    return (await this.#stage.observer.groups())
      .filter((name) => name.startsWith(prefix))
      .map((name) => name.slice(prefix.length))
      .filter((name) => name !== GROUP)
  }

  /** How many of the others have a member that owns all partitions by itself. */
  async othersWithAll(): Promise<number> {
    const tickets = this.#stage.name(TOPIC)
    const groups = await Promise.all(
      (await this.others()).map((group) => this.#stage.observer.group(this.#stage.name(group))),
    )
    return groups.filter(({ members }) =>
      members.some(({ assignment }) => assignment[tickets]?.length === this.#partitions),
    ).length
  }
}
