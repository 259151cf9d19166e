import { readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { readLessons } from '../catalog/index.ts'
import { readGlossary } from './content/glossary.ts'
import { listPages, type Page } from './content/pages.ts'
import { type Book, pictureName, type RenderedPage, renderPage } from './content/render.ts'

/** The book as it is on disk now; a page is rendered once for each time it is saved. */
export class BookOnDisk {
  readonly #root: string
  readonly #live: boolean
  #stamp = ''
  #book: Book = { pages: [], glossary: [] }
  #rendered = new Map<string, RenderedPage>()

  /** With `live`, pages leave room for what only a running workbook can do. */
  constructor(root: string, options: { live: boolean }) {
    this.#root = root
    this.#live = options.live
  }

  /** All pages, in reading order. */
  pages(): readonly Page[] {
    return this.#fresh().pages
  }

  /** A page by its path in the book; undefined if there is none. */
  page(path: string): RenderedPage | undefined {
    const book = this.#fresh()
    const page = book.pages.find((one) => one.path === path)
    const known = this.#rendered.get(path)
    if (known || !page) return known
    const rendered = renderPage(page, book, this.#live)
    this.#rendered.set(path, rendered)
    return rendered
  }

  /** The pictures of all pages, by their path in the book. */
  pictures(): Map<string, string> {
    const folders = [
      join(this.#root, 'docs', 'pictures'),
      join(this.#root, 'docs', 'theme'),
      ...this.pages().flatMap(({ lesson }) => (lesson ? [lesson.folder] : [])),
    ]
    const files = folders.flatMap((folder) =>
      readdirSync(folder)
        .filter((name) => name.endsWith('.svg'))
        .map((name) => join(folder, name)),
    )
    return new Map(files.map((file) => [pictureName(file), file]))
  }

  #fresh(): Book {
    const stamp = this.#stampOnDisk()
    if (stamp === this.#stamp) return this.#book
    const pages = listPages(this.#root, readLessons(join(this.#root, 'lessons')))
    const glossary = pages.find(({ file }) => basename(file) === 'glossary.md')
    this.#book = { pages, glossary: readGlossary(glossary?.markdown ?? '') }
    this.#rendered = new Map()
    this.#stamp = stamp
    return this.#book
  }

  #stampOnDisk(): string {
    const lessons = join(this.#root, 'lessons')
    const files = [
      ...readdirSync(lessons).map((name) => join(lessons, name, 'lesson.md')),
      ...readdirSync(join(this.#root, 'docs')).map((name) => join(this.#root, 'docs', name)),
    ]
    const stamps = files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs)
    return `${files.join()} ${stamps.join()}`
  }
}
