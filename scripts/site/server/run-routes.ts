import type { Hono } from 'hono'
import { bodyOf, type Workings } from './workings.ts'

/** Demos and checks: started, watched and stopped from a page. */
export function addRunRoutes(app: Hono, { book, runs, streams }: Workings): void {
  app.post('/api/runs', async (context) => {
    const { lesson: id, kind } = await bodyOf(context)
    const lesson = book.pages().find((page) => page.lesson?.id === id)?.lesson
    if (!lesson || (kind !== 'demo' && kind !== 'check')) {
      return context.text('There is nothing to run by that name.', 400)
    }
    const run = runs.start(kind, lesson.id)
    if (!run) return context.text('Several runs are under way. Stop one first.', 429)
    return context.json({ id: run.id }, 201)
  })
  app.post('/api/runs/:id/stop', async (context) => {
    const run = runs.find(context.req.param('id'))
    if (!run) return context.text('There is no such run.', 404)
    await run.stop()
    return context.json({})
  })
  app.get('/api/runs/:id', (context) => {
    const run = runs.find(context.req.param('id'))
    if (!run) return context.text('There is no such run.', 404)
    const from = Number(context.req.header('last-event-id') ?? -1) + 1
    return streams.open(context, (send) =>
      // The page closes the stream when it has read the end: a browser would open it anew.
      run.listen(from, (event, index) => send(event.kind, event, index)),
    )
  })
}
