import type { ProgressEvent } from '../membership/index.ts'

/** Where a learner is, as far as their events tell. */
export interface Learner {
  readonly name: string
  /** The lesson they were at last; undefined when they have joined and done nothing yet. */
  readonly lesson?: string
  /** When the first event of that lesson came, in milliseconds since 1970. */
  readonly since?: number
  /** Checks of that lesson. */
  readonly tries: number
  readonly verdict?: ProgressEvent['verdict']
  /** What the last check of it found; absent after a pass. */
  readonly finding?: string
  /** How long the last check took. */
  readonly durationMs?: number
  /** Ids of the lessons they have passed. */
  readonly passed: readonly string[]
  /** Ids of the events that have been counted. */
  readonly seen: ReadonlySet<string>
}

/** The room: its learners by name. */
export type Room = ReadonlyMap<string, Learner>

export const emptyRoom: Room = new Map()

/** The room with a learner in it. */
export function afterJoin(room: Room, name: string): Room {
  if (room.has(name)) return room
  return new Map(room).set(name, { name, tries: 0, passed: [], seen: new Set() })
}

/**
 * The room after an event of a learner. `at` is when the broker stored it: the clocks of a room do
 * not agree. One that was counted already changes nothing.
 */
export function afterEvent(before: Room, name: string, event: ProgressEvent, at: number): Room {
  const room = afterJoin(before, name)
  const learner = room.get(name)
  if (!learner || learner.seen.has(event.id)) return room
  const same = learner.lesson === event.lesson
  const { lesson, verdict, finding, durationMs } = event
  const passed = verdict === 'passed' && !learner.passed.includes(lesson)
  const { finding: earlier, ...kept } = learner
  // To run a demo once more answers no finding.
  const found = verdict === 'begun' && same ? earlier : finding
  return new Map(room).set(name, {
    ...kept,
    lesson,
    verdict: verdict === 'begun' && same && learner.verdict ? learner.verdict : verdict,
    since: same && learner.since !== undefined ? learner.since : at,
    tries: (same ? learner.tries : 0) + (verdict === 'begun' ? 0 : 1),
    ...(found && { finding: found }),
    ...(verdict !== 'begun' && { durationMs }),
    passed: passed ? [...learner.passed, lesson] : learner.passed,
    seen: new Set(learner.seen).add(event.id),
  })
}

/** A finding on which learners are right now, and who. */
export interface CommonFinding {
  readonly lesson: string
  readonly finding: string
  readonly names: readonly string[]
}

/** What the room is stuck on, the most common first. */
export function commonFindings(room: Room): CommonFinding[] {
  const found = new Map<string, CommonFinding>()
  for (const { name, lesson, finding } of room.values()) {
    if (!lesson || !finding) continue
    const key = `${lesson} ${finding}`
    found.set(key, { lesson, finding, names: [...(found.get(key)?.names ?? []), name] })
  }
  return [...found.values()].sort((one, other) => other.names.length - one.names.length)
}
