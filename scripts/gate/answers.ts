import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Lesson } from '../catalog/index.ts'

/** A program of a lesson's folder, and the verdict it must get. */
export interface KnownAnswer {
  /** Its path within the lesson, such as `wrong/no-key.ts`. */
  readonly name: string
  /** The id of the first finding, or `passed`. */
  readonly expected: string
}

/** The answers of a lesson: starter, solution, and what stands in right/ and wrong/. */
export function knownAnswers(lesson: Lesson): KnownAnswer[] {
  return [
    { name: 'starter.ts', expected: lesson.starter },
    { name: 'solution.ts', expected: 'passed' },
    ...filesIn(lesson, 'right').map((name) => ({ name, expected: 'passed' })),
    ...filesIn(lesson, 'wrong').map((name) => ({ name, expected: findingOf(name) })),
  ]
}

/** `wrong/no-key--by-hand.ts` is a second shape of `no-key`. */
function findingOf(name: string): string {
  return name.replace(/^wrong\//, '').replace(/(--.+)?\.ts$/, '')
}

function filesIn(lesson: Lesson, folder: string): string[] {
  const path = join(lesson.folder, folder)
  if (!existsSync(path)) return []
  return readdirSync(path)
    .sort()
    .map((name) => `${folder}/${name}`)
}
