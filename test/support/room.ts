import type { RoomFeed } from '../../scripts/class/room-feed.ts'
import type { ProgressEvent } from '../../scripts/membership/index.ts'

const MINUTE_MS = 60_000
const findings = [
  ['01-producers', 'missing-key'],
  ['01-producers', 'send-not-awaited'],
  ['02-consumers', 'left-before-reading'],
  ['03-partitions', 'no-key'],
  ['05-consumer-groups', 'committed-before-serving'],
] as const
const names = ['ada', 'ben', 'cleo', 'dev', 'emil', 'fay', 'gus', 'hana', 'ines', 'jon']

let events = 0

/** An event of a learner, as their clone would tell it. */
export function happening(
  lesson: string,
  verdict: ProgressEvent['verdict'],
  attempt: number,
  finding?: string,
): ProgressEvent {
  return {
    id: `event-${events++}`,
    lesson,
    verdict,
    ...(finding && { finding }),
    attempt,
    durationMs: 1500,
    at: new Date().toISOString(),
  }
}

/** Puts so many learners into a room, each somewhere else. */
export function fillRoom(feed: RoomFeed, learners: number): void {
  for (let index = 0; index < learners; index++) {
    const name = `${names[index % names.length]}${index < names.length ? '' : Math.floor(index / names.length)}`
    const [lesson, finding] = findings[index % findings.length] ?? findings[0]
    const since = Date.now() - (index % 14) * MINUTE_MS
    feed.joined(name)
    if (index % 7 === 6) continue // has done nothing yet
    feed.happened(name, happening(lesson, 'begun', 0), since)
    for (let attempt = 1; attempt <= index % 5; attempt++) {
      feed.happened(name, happening(lesson, 'failed', attempt, finding), since)
    }
    if (index % 3 === 2) feed.happened(name, happening(lesson, 'passed', 6), since)
  }
}
