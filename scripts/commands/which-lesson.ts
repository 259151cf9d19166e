import { join } from 'node:path'
import { findLesson, type Lesson, nearestLesson, readLessons } from '../catalog/index.ts'
import { WorkbookError } from '../errors.ts'
import { projectRoot } from '../state/index.ts'

/** All lessons of this clone. */
export function allLessons(): Lesson[] {
  return readLessons(join(projectRoot, 'lessons'))
}

/** The lesson a person means; the nearest is suggested when there is none. */
export function lessonNamed(typed: string | undefined): Lesson {
  if (typed === undefined) {
    throw new WorkbookError('BAD_USAGE', 'Which lesson?', {
      remedy: 'Add its number at the end, such as 1.',
    })
  }
  const lessons = allLessons()
  const found = findLesson(lessons, typed)
  if (found) return found
  const nearest = nearestLesson(lessons, typed)
  throw new WorkbookError('UNKNOWN_LESSON', `There is no lesson "${typed}".`, {
    ...(nearest && {
      remedy: `Did you mean "${nearest.id}"? npm run lesson ${nearest.number}`,
    }),
  })
}
