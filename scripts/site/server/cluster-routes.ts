import type { Context, Hono } from 'hono'
import { WorkbookError } from '../../errors.ts'
import { watchExercise } from './exercise-watch.ts'
import { brokerActions, lessonOf, type Workings } from './workings.ts'

/** The live view of the cluster, and of the learner's file beside it. */
export function addClusterRoutes(app: Hono, { book, streams, cluster }: Workings): void {
  app.get('/api/live/:lesson', (context) => {
    const lesson = lessonOf(context, book)
    if (!lesson) return context.text('There is no such lesson.', 404)
    return streams.open(context, (send) => {
      const unwatch = watchExercise(lesson, (version) => send('exercise', { version }))
      const unsubscribe = cluster.subscribe((snapshot) => send('cluster', snapshot))
      return () => {
        unwatch()
        unsubscribe()
      }
    })
  })
  app.get('/api/records', (context) =>
    explained(context, async () => {
      const { topic = '', partition = '' } = context.req.query()
      if (topic === '' || !/^\d+$/.test(partition)) {
        return context.text('Name a topic and a partition.', 400)
      }
      return context.json(await cluster.newestRecords(topic, Number(partition)))
    }),
  )
  app.post('/api/brokers/:id/:action', (context) =>
    explained(context, async () => {
      const { id, action } = context.req.param()
      const known = brokerActions.find((one) => one === action)
      if (!known || !/^[1-3]$/.test(id)) return context.text('There is no such action.', 404)
      if (!cluster.canAct) return context.text('These brokers are not yours to stop.', 403)
      await cluster.act(Number(id), known)
      return context.json({})
    }),
  )
}

async function explained(context: Context, answer: () => Promise<Response>): Promise<Response> {
  try {
    return await answer()
  } catch (error) {
    if (error instanceof WorkbookError) {
      return context.text(`${error.message} ${error.remedy}`, 409)
    }
    return context.text(error instanceof Error ? error.message : String(error), 503)
  }
}
