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
  const remedy = remedyFor(lessons, typed)
  throw new WorkbookError('UNKNOWN_LESSON', `There is no lesson "${typed}".`, {
    ...(remedy && { remedy }),
  })
}

function remedyFor(lessons: readonly Lesson[], typed: string): string | undefined {
  const [first, last] = [lessons[0], lessons.at(-1)]
  if (/^\d+$/.test(typed) && first && last) {
    return `The lessons are ${first.number} to ${last.number}: npm run lesson lists them.`
  }
  const nearest = nearestLesson(lessons, typed)
  return nearest && `Did you mean "${nearest.id}"? npm run lesson ${nearest.number}`
}
