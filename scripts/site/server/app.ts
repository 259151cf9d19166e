import { randomBytes } from 'node:crypto'
import { type Context, Hono } from 'hono'
import { type ProgressFile, progressIn } from '../../progress/index.ts'
import { assetsOf } from '../assets.ts'
import type { BookOnDisk } from '../book.ts'
import { type Live, layOut, layOutHome } from '../layout.ts'
import { addClusterRoutes } from './cluster-routes.ts'
import { addLessonRoutes } from './lesson-routes.ts'
import { addRunRoutes } from './run-routes.ts'
import { contentPolicy, onlyOwnPages, onlySmall } from './security.ts'
import type { Workings } from './workings.ts'

/** The workbook as a web application; it can be asked without a port. */
export function createApp(workings: Workings): Hono {
  const app = new Hono()
  app.use(onlyOwnPages(workings.token))
  app.use(onlySmall)
  app.use(async (context, next) => {
    await next()
    context.header('X-Content-Type-Options', 'nosniff')
    context.header('Referrer-Policy', 'no-referrer')
    context.header('Cross-Origin-Resource-Policy', 'same-origin')
    context.header('Cache-Control', 'no-cache')
  })
  addLessonRoutes(app, workings)
  addRunRoutes(app, workings)
  addClusterRoutes(app, workings)
  addPages(app, workings)
  app.notFound((context) => context.text('There is nothing here.', 404))
  app.onError((error, context) => context.text(error.message, 500))
  return app
}

function addPages(app: Hono, { book, progress, token, cluster }: Workings): void {
  const page = (context: Context, layOutWith: (live: Live) => string): Response => {
    const nonce = randomBytes(16).toString('base64')
    context.header('Content-Security-Policy', contentPolicy(nonce))
    const passed = new Set(passedLessons(book, progress))
    return context.html(layOutWith({ token, nonce, passed, canAct: cluster.canAct }))
  }
  app.get('*', async (context) => {
    const path = context.req.path.slice(1)
    if (path === '' || path === 'index.html') {
      return page(context, (live) => layOutHome(book.pages(), live))
    }
    const rendered = book.page(path)
    if (rendered) return page(context, (live) => layOut(rendered, book.pages(), live))
    // Only what is listed can be had: no path leads to another file.
    const load = assetsOf(book).get(path)
    if (!load) return context.notFound()
    const { type, content } = await load()
    return context.body(typeof content === 'string' ? content : new Uint8Array(content), 200, {
      'Content-Type': type,
    })
  })
}

function passedLessons(book: BookOnDisk, progress: ProgressFile): string[] {
  const done = progress.read()
  return book
    .pages()
    .flatMap(({ lesson }) => (lesson && progressIn(done, lesson.id).passedAt ? [lesson.id] : []))
}
