import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { compareWithSolution, type Difference, type Lesson } from '../../catalog/index.ts'
import {
  afterHint,
  afterPrediction,
  failuresUntilSolution,
  type ProgressFile,
  progressIn,
} from '../../progress/index.ts'

/** What a page shows of a learner's way through its lesson. */
export interface LessonState {
  readonly passed: boolean
  /** The hints seen so far. */
  readonly hints: readonly string[]
  readonly moreHints: number
  /** What the learner said the demo would do. */
  readonly predicted?: string
  /** What it did: told once something was predicted. */
  readonly happened?: string
}

export function lessonState(lesson: Lesson, file: ProgressFile): LessonState {
  const { hints, passedAt, predicted } = progressIn(file.read(), lesson.id)
  return {
    passed: passedAt !== undefined,
    hints: lesson.hints.slice(0, hints),
    moreHints: lesson.hints.length - hints,
    ...(predicted !== undefined && { predicted, happened: lesson.prediction.answer }),
  }
}

/** One more hint, as `npm run hint` gives it. */
export function nextHint(lesson: Lesson, file: ProgressFile): LessonState {
  file.update((progress) => afterHint(progress, lesson.id, lesson.hints.length))
  return lessonState(lesson, file)
}

/** Remembers what a learner expects; only what the page offered. */
export function predict(lesson: Lesson, option: string, file: ProgressFile): LessonState {
  if (lesson.prediction.options.includes(option)) {
    file.update((progress) => afterPrediction(progress, lesson.id, option))
  }
  return lessonState(lesson, file)
}

/** The solution beside the learner's file, or after how many failed checks it opens. */
export async function solutionFor(
  lesson: Lesson,
  file: ProgressFile,
): Promise<{ left: number } | { difference: Difference }> {
  const left = failuresUntilSolution(progressIn(file.read(), lesson.id))
  if (left > 0) return { left }
  const own = join(lesson.folder, 'exercise.ts')
  const text = existsSync(own) ? readFileSync(own, 'utf8') : ''
  return { difference: await compareWithSolution(lesson, text) }
}
