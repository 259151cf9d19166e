// What learners do in a rehearsal, as data.
import type { Lesson } from '../../catalog/index.ts'

/** An answer of a lesson's folder, and the verdict it must get, whoever else is at work. */
export interface Part {
  readonly lesson: string
  /** Its path in the lesson's folder. */
  readonly answer: string
  /** `passed`, or the id of the first finding. */
  readonly expected: string
}

/**
 * Up to so many learners, each has a program run and graded by the lesson's own check, as on a
 * machine of their own. Of more, only what that asks of the brokers is done: the programs and
 * checks of a whole room on one machine would be measured instead of the brokers.
 */
const MOST_GRADED = 8

/** Whether so many learners have their answers run and graded. */
export function areGraded(learners: number): boolean {
  return learners <= MOST_GRADED
}

const PASSED = 'passed'

// Lesson 4 takes brokers away, and is done on brokers of one's own. A wrong answer of each, then
// the solution, as a learner would. Each is proven to get this verdict by `npm run verify`.
const wrongFirst = [
  ['01-producers', 'missing-key'],
  ['02-consumers', 'never-commits'],
  ['03-partitions', 'no-key'],
  ['05-consumer-groups', 'never-commits'],
] as const

/** The lessons of a rehearsal. */
export function rehearsedLessons(lessons: readonly Lesson[]): Lesson[] {
  return wrongFirst.flatMap(([id]) => lessons.filter((lesson) => lesson.id === id))
}

/** What everybody does. */
export const parts: readonly Part[] = wrongFirst.flatMap(([lesson, wrong]) => [
  { lesson, answer: `wrong/${wrong}.ts`, expected: wrong },
  { lesson, answer: 'solution.ts', expected: PASSED },
])

/** The parts of the first lesson, which are the shortest. */
export const shortParts = parts.filter(({ lesson }) => lesson === wrongFirst[0][0])

/**
 * The parts in the order of one learner: the lessons begin with another one for each, so that as in
 * a room not everybody is at the same place, and every lesson meets every other.
 */
export function partsOf(learner: number): Part[] {
  const first = (learner % wrongFirst.length) * 2
  return [...parts.slice(first), ...parts.slice(0, first)]
}

/** Names of so many learners. */
export function namesOf(howMany: number): string[] {
  return Array.from({ length: howMany }, (_, index) => `learner${index + 1}`)
}
