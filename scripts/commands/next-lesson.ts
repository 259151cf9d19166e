import type { Lesson } from '../catalog/index.ts'
import { type Progress, progressFileOf, progressIn } from '../progress/index.ts'
import type { Io } from './command.ts'
import { allLessons } from './which-lesson.ts'

/** The first lesson that was not passed; undefined after all of them. */
export function firstToDo(lessons: readonly Lesson[], progress: Progress): Lesson | undefined {
  return lessons.find(({ id }) => !progressIn(progress, id).passedAt)
}

/** What to type to go on: the first lesson that was not passed, or the list when all were. */
export function nextLesson(io: Io): string {
  const next = firstToDo(allLessons(), progressFileOf(io).peek())
  return next ? `npm run lesson ${next.number}` : 'npm run lesson'
}
