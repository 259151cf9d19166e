import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Hono } from 'hono'
import { contentPolicy, escapeHtml, looksAnd, onlyOwnPages, type Streams } from '../site/index.ts'
import { projectRoot } from '../state/index.ts'
import type { RoomFeed } from './room-feed.ts'

/** A lesson as the teacher's page names it. */
export interface ShownLesson {
  readonly id: string
  readonly number: number
  readonly title: string
  readonly minutes: number
}

/** What the teacher's page is made of. */
export interface PageOptions {
  readonly feed: RoomFeed
  readonly lessons: readonly ShownLesson[]
  /** What learners type to join; shown for the projector. */
  readonly joinLine: string
  readonly streams: Streams
  /** Part of the page's address: whoever does not know it sees nothing of the room. */
  readonly token: string
}

/** The teacher's page as a web application. It shows, and changes nothing. */
export function createPageApp(options: PageOptions): Hono {
  const app = new Hono()
  app.use(onlyOwnPages(randomBytes(24).toString('hex')))
  app.use(async (context, next) => {
    await next()
    context.header('Content-Security-Policy', contentPolicy(randomBytes(16).toString('base64')))
    context.header('X-Content-Type-Options', 'nosniff')
    context.header('Referrer-Policy', 'no-referrer')
    context.header('Cross-Origin-Resource-Policy', 'same-origin')
    context.header('Cache-Control', 'no-cache')
  })
  addRoutes(app, options)
  app.notFound((context) =>
    context.text('There is nothing here. "npm run class host" prints the whole address.', 404),
  )
  return app
}

// Everything is asked for below the token, so there is nothing to guess at the root.
function addRoutes(app: Hono, { feed, lessons, joinLine, streams, token }: PageOptions): void {
  const assets = looksAnd(['class'])
  const icon = join(projectRoot, 'docs', 'theme', 'icon.svg')
  assets.set('assets/icon.svg', () => ({ type: 'image/svg+xml', content: readFileSync(icon) }))
  app.get(`/${token}/`, (context) => context.html(layOutClass(joinLine, lessons)))
  app.get(`/${token}/api/room`, (context) =>
    streams.open(context, (send) => feed.subscribe((room) => send('room', room))),
  )
  app.get(`/${token}/assets/:name`, async (context) => {
    const load = assets.get(`assets/${context.req.param('name')}`)
    if (!load) return context.notFound()
    const { type, content } = await load()
    const body = typeof content === 'string' ? content : new Uint8Array(content)
    return context.body(body, 200, { 'Content-Type': type })
  })
}

const columns = ['Name', 'Lesson', 'For', 'Last check', 'Finding', 'Checks', 'Passed'] as const

function layOutClass(joinLine: string, lessons: readonly ShownLesson[]): string {
  const heads = columns.map((column) => `<th scope="col">${column}</th>`).join('')
  const known = escapeHtml(JSON.stringify(lessons))
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>The class: Kafka Workbook</title>
<link rel="icon" href="assets/icon.svg">
<link rel="stylesheet" href="assets/site.css">
<script src="assets/class.js" defer></script>
</head><body data-lessons="${known}">
<a class="skip" href="#main">To the room</a>
<header><span class="name">Kafka Workbook</span></header>
<div class="page class-page"><main id="main">
<h1>The class</h1>
<p>To join, with a name of your own: <code class="join-line">${escapeHtml(joinLine)} NAME</code></p>
<p id="state" role="status">Reading what the room has done &hellip;</p>
<section id="common-part" aria-labelledby="common-title" hidden>
<h2 id="common-title">Most common findings now</h2>
<ol id="common" class="common"></ol>
</section>
<h2 id="room-title">The room</h2>
<div class="scrolls" role="region" aria-labelledby="room-title" tabindex="0">
<table aria-labelledby="room-title"><thead><tr>${heads}</tr></thead><tbody id="room"></tbody></table>
</div>
<noscript><p>The live view of the class needs JavaScript.</p></noscript>
</main></div>
</body></html>
`
}
