import { escapeHtml } from './content/html.ts'
import { linkFrom, type Page } from './content/pages.ts'
import type { RenderedPage } from './content/render.ts'

/** What a page of a running workbook knows beyond what a static one does. */
export interface Live {
  /** What requests that change something must carry. */
  readonly token: string
  /** For styles that the editor adds; see the content security policy. */
  readonly nonce: string
  /** Ids of the lessons that are passed. */
  readonly passed: ReadonlySet<string>
  /** Whether brokers may be taken away from here. */
  readonly canAct: boolean
}

/** A whole page: the rendered text and what all pages share. */
export function layOut(rendered: RenderedPage, pages: readonly Page[], live?: Live): string {
  const { page, sections } = rendered
  const toc = sections.map(({ id, title }) => `<li><a href="#${id}">${escapeHtml(title)}</a></li>`)
  const contents =
    toc.length > 2
      ? `<details class="contents"><summary>On this page</summary><ol>${toc.join('')}</ol></details>`
      : ''
  const main = `<p class="kicker">${escapeHtml(kicker(page, pages))}</p>
<h1>${escapeHtml(page.title)}</h1>
${contents}
${rendered.html}
${neighbours(page, pages)}`
  const cluster = live && page.lesson ? clusterPanel : ''
  return shell({ page, pages, main, side: cluster, ...(live && { live }) })
}

/** The first page: what the book is, and its lessons. */
export function layOutHome(pages: readonly Page[], live?: Live): string {
  const page: Page = { path: 'index.html', title: 'Kafka Workbook', markdown: '', file: '' }
  const firstLesson = pages.findIndex(({ lesson }) => lesson)
  // What is read before lesson 1 counts as lesson 0.
  const course = pages.filter(({ lesson }, at) => lesson || at < firstLesson)
  const guides = pages.filter((one) => !course.includes(one))
  const main = `<h1>Learn Apache Kafka by running it</h1>
<p>Each lesson is a page to read, a script that runs against a real three-broker Kafka on your machine, and an exercise that is graded by what the brokers hold afterwards. If you know JavaScript, you can begin.</p>
<ol class="lessons">${course.map((one) => lessonLine(one, live)).join('')}</ol>
${guideList(
  'When you need them',
  guides.filter(({ reader }) => !reader),
)}${guideList(
  'For teachers and contributors',
  guides.filter(({ reader }) => reader),
)}`
  return shell({ page, pages, main, side: '', ...(live && { live }) })
}

function guideList(heading: string, guides: readonly Page[]): string {
  const lines = guides.map(
    ({ path, title }) => `<li><a href="${path}">${escapeHtml(title)}</a></li>`,
  )
  return lines.length > 0 ? `<h2>${heading}</h2>\n<ul>${lines.join('')}</ul>` : ''
}

function lessonLine({ path, title, minutes, lesson }: Page, live?: Live): string {
  const passed = lesson && live?.passed.has(lesson.id) ? ', passed' : ''
  const teaches = lesson?.teaches.map((term) => term.replaceAll('-', ' ')).join(', ')
  const about = teaches ?? 'What Kafka is for, and the words that all lessons use'
  return `<li value="${lesson?.number ?? 0}"${passed && ' class="done"'}><a href="${path}">${escapeHtml(title)}</a> <span class="soft">${minutes} minutes${passed}</span><br><span class="soft">${escapeHtml(about)}</span></li>`
}

function kicker({ lesson, minutes }: Page, pages: readonly Page[]): string {
  const count = pages.filter((one) => one.lesson).length
  const place = lesson ? `Lesson ${lesson.number} of ${count}` : 'Kafka Workbook'
  return minutes ? `${place}, about ${minutes} minutes` : place
}

function neighbours(page: Page, pages: readonly Page[]): string {
  const at = pages.indexOf(page)
  const link = (to: Page | undefined, rel: 'prev' | 'next', word: string): string =>
    to
      ? `<a rel="${rel}" href="${linkFrom(page.path, to.path)}"><span>${word}</span> ${escapeHtml(to.title)}</a>`
      : ''
  const previous = link(pages[at - 1], 'prev', 'Previous')
  const next = link(pages[at + 1], 'next', 'Next')
  return `<nav class="neighbours" aria-label="Previous and next page">${previous}${next}</nav>`
}

const clusterPanel = `<aside class="cluster" aria-label="Live cluster"><div id="cluster"><noscript>The live view of the cluster needs JavaScript.</noscript></div></aside>`

function shell({
  page,
  pages,
  main,
  side,
  live,
}: {
  page: Page
  pages: readonly Page[]
  main: string
  side: string
  live?: Live
}): string {
  const to = (path: string): string => linkFrom(page.path, path)
  const title = page.path === 'index.html' ? page.title : `${pageName(page)}: Kafka Workbook`
  const secrets = live
    ? `<meta name="workbook-token" content="${live.token}"><meta name="workbook-nonce" content="${live.nonce}">`
    : ''
  const facts = [
    `data-root="${to('')}"`,
    ...(page.lesson ? [`data-lesson="${page.lesson.id}"`] : []),
    ...(live?.canAct ? ['data-can-act'] : []),
  ].join(' ')
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title)}</title>${secrets}
<link rel="icon" href="${to('pictures/theme/icon.svg')}">
<link rel="stylesheet" href="${to('assets/site.css')}">
<script src="${to('assets/site.js')}" defer></script>
${live ? `<script src="${to('assets/live.js')}" defer></script>` : ''}
</head><body ${facts}>
<a class="skip" href="#main">To the text</a>
<header><a class="name" href="${to('index.html')}">Kafka Workbook</a>
<nav aria-label="Lessons">${lessonLinks(page, pages, live)}</nav>
<search><label>Search <input type="search" id="search" autocomplete="off" disabled></label><div id="found" role="status"></div></search></header>
<div class="page${side ? ' with-side' : ''}"><main id="main">
${main}
</main>${side}</div>
<div class="sr-only" id="copied" role="status"></div>
</body></html>
`
}

function lessonLinks(here: Page, pages: readonly Page[], live?: Live): string {
  return pages
    .filter(({ lesson }) => lesson)
    .map(({ path, title, lesson }) => {
      const passed = lesson && live?.passed.has(lesson.id)
      const name = `Lesson ${lesson?.number}, ${title}${passed ? ', passed' : ''}`
      const current = path === here.path ? ' aria-current="page"' : ''
      const done = passed ? ' class="done"' : ''
      return `<a href="${linkFrom(here.path, path)}"${done}${current} aria-label="${escapeHtml(name)}" title="${escapeHtml(name)}">${lesson?.number}</a>`
    })
    .join('')
}

function pageName({ title, lesson }: Page): string {
  return lesson ? `${lesson.number}. ${title}` : title
}
