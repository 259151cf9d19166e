import type { ProgressEvent } from '../membership/index.ts'
import {
  afterEvent,
  afterJoin,
  commonFindings,
  emptyRoom,
  type Learner,
  type Room,
} from './room.ts'

/** What the teacher's page shows of a learner. */
export interface ShownLearner extends Omit<Learner, 'seen'> {
  /** How many events of theirs it has heard. */
  readonly heard: number
}

/** What the teacher's page shows. */
export interface ShownRoom {
  readonly learners: readonly ShownLearner[]
  readonly common: ReturnType<typeof commonFindings>
}

/** Adds up the room, and tells whoever looks of every change, several at once. */
export class RoomFeed {
  readonly #listeners = new Set<(room: ShownRoom) => void>()
  #room: Room = emptyRoom
  #telling = false

  joined(name: string): void {
    this.#become(afterJoin(this.#room, name))
  }

  happened(name: string, event: ProgressEvent, at: number): void {
    this.#become(afterEvent(this.#room, name, event, at))
  }

  /** What is shown now. */
  show(): ShownRoom {
    const learners = [...this.#room.values()].map(({ seen, ...shown }) => ({
      ...shown,
      heard: seen.size,
    }))
    learners.sort((one, other) => one.name.localeCompare(other.name))
    return { learners, common: commonFindings(this.#room) }
  }

  /** Tells what is shown now, and from then on every change; the answer ends it. */
  subscribe(listener: (room: ShownRoom) => void): () => void {
    this.#listeners.add(listener)
    listener(this.show())
    return () => void this.#listeners.delete(listener)
  }

  #become(room: Room): void {
    if (room === this.#room) return
    this.#room = room
    if (this.#telling) return
    this.#telling = true
    // All that one answer of a broker brings is one change.
    setImmediate(() => {
      this.#telling = false
      const shown = this.show()
      for (const listener of this.#listeners) listener(shown)
    })
  }
}
