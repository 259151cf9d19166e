import { readdirSync, readFileSync } from 'node:fs'
import { basename, join, relative } from 'node:path'
import { type Lesson, splitPage } from '../../catalog/index.ts'

/** A page of the book, before it is rendered. */
export interface Page {
  /** Where it is, from the book's root, such as `lessons/03-partitions.html`. */
  readonly path: string
  readonly title: string
  /** The Markdown without its front matter. */
  readonly markdown: string
  /** The file it is written in. */
  readonly file: string
  /** Minutes it takes, where that was said. */
  readonly minutes?: number
  /** Whom a guide is for, if not for learners. */
  readonly reader?: 'teachers' | 'contributors'
  /** The lesson it teaches; a guide teaches none. */
  readonly lesson?: Lesson
}

// Guides in reading order; whatever else is in docs/ follows by name.
const FIRST = ['understanding-kafka.md']

const readers = [undefined, 'teachers', 'contributors'] as const

/** Every page that is written in Markdown, in reading order. */
export function listPages(root: string, lessons: readonly Lesson[]): Page[] {
  const guides = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))
  const later = guides.filter((name) => !FIRST.includes(name)).sort()
  const laterPages = later.map((name) => guidePage(root, name))
  return [
    ...FIRST.filter((name) => guides.includes(name)).map((name) => guidePage(root, name)),
    ...lessons.map(lessonPage),
    ...readers.flatMap((wanted) => laterPages.filter(({ reader }) => reader === wanted)),
  ]
}

function lessonPage(lesson: Lesson): Page {
  const { id, title, minutes, page: markdown, folder } = lesson
  const file = join(folder, 'lesson.md')
  return { path: `lessons/${id}.html`, title, markdown, file, minutes, lesson }
}

function guidePage(root: string, name: string): Page {
  const file = join(root, 'docs', name)
  const { frontMatter, page: markdown } = splitPage(readFileSync(file, 'utf8'))
  const { title, minutes, reader } = frontMatter
  const path = `${basename(name, '.md')}.html`
  return {
    path,
    title: typeof title === 'string' ? title : basename(name, '.md'),
    markdown,
    file,
    ...(typeof minutes === 'number' && { minutes }),
    ...((reader === 'teachers' || reader === 'contributors') && { reader }),
  }
}

/** Where a file of the clone that a page links to is in the book; undefined if it is not there. */
export function pathInBook(pages: readonly Page[], file: string): string | undefined {
  return pages.find((page) => relative(page.file, file) === '')?.path
}

/** How to get from one page to another place in the book. */
export function linkFrom(page: string, to: string): string {
  const up = '../'.repeat(page.split('/').length - 1)
  return `${up}${to}`
}
