import type { Context, Hono } from 'hono'
import type { Lesson } from '../../catalog/index.ts'
import { NotAFile, readExercise, saveExercise } from './exercise-file.ts'
import { lessonState, nextHint, predict, solutionFor } from './lesson-state.ts'
import { bodyOf, lessonOf, type Workings } from './workings.ts'

type Answer = (lesson: Lesson, context: Context) => Response | Promise<Response>

/** The learner's file and way through a lesson. */
export function addLessonRoutes(app: Hono, { book, progress }: Workings): void {
  const forLesson =
    (answer: Answer) =>
    (context: Context): Response | Promise<Response> => {
      const lesson = lessonOf(context, book)
      return lesson ? answer(lesson, context) : context.text('There is no such lesson.', 404)
    }
  app.get(
    '/api/lessons/:lesson',
    forLesson((lesson, context) => context.json(lessonState(lesson, progress))),
  )
  app.post(
    '/api/lessons/:lesson/hint',
    forLesson((lesson, context) => context.json(nextHint(lesson, progress))),
  )
  app.post(
    '/api/lessons/:lesson/prediction',
    forLesson(async (lesson, context) => {
      const { option } = await bodyOf(context)
      return context.json(predict(lesson, String(option), progress))
    }),
  )
  app.get(
    '/api/lessons/:lesson/solution',
    forLesson(async (lesson, context) => context.json(await solutionFor(lesson, progress))),
  )
  app.get(
    '/api/lessons/:lesson/exercise',
    forLesson((lesson, context) => plainFile(context, () => context.json(readExercise(lesson)))),
  )
  app.put('/api/lessons/:lesson/exercise', forLesson(save))
}

async function save(lesson: Lesson, context: Context): Promise<Response> {
  const { text, version } = await bodyOf(context)
  if (typeof text !== 'string' || typeof version !== 'string') {
    return context.text('A text, and the version it began from, are needed.', 400)
  }
  return plainFile(context, () => {
    const { saved, now } = saveExercise(lesson, text, version)
    return context.json(now, saved ? 200 : 409)
  })
}

function plainFile(context: Context, answer: () => Response): Response {
  try {
    return answer()
  } catch (error) {
    if (error instanceof NotAFile) return context.text(error.message, 403)
    throw error
  }
}
