import { dirname, resolve } from 'node:path'
import { Marked, type Token } from 'marked'
import markedAlert from 'marked-alert'
import { getHeadingList, gfmHeadingId } from 'marked-gfm-heading-id'
import { readFence } from '../../catalog/index.ts'
import { renderFence } from './code.ts'
import { explainTerms, markTerms, type Term } from './glossary.ts'
import { escapeHtml, textOf } from './html.ts'
import { linkFrom, type Page, pathInBook } from './pages.ts'
import { panelAfter } from './panels.ts'

/** A page as HTML, without what all pages share. */
export interface RenderedPage {
  readonly page: Page
  readonly html: string
  /** Its sections, for the table of contents. */
  readonly sections: readonly Section[]
}

export interface Section {
  readonly id: string
  readonly title: string
}

/** The book around a page: what its links may lead to, and the words it may explain. */
export interface Book {
  readonly pages: readonly Page[]
  readonly glossary: readonly Term[]
}

// `> [!NOTE]` and its kin, as on GitHub. Its icons are left out: the word says it.
const kinds = ['note', 'tip', 'important', 'warning', 'caution']
const callouts = markedAlert({
  className: 'callout',
  variants: kinds.map((type) => ({ type, icon: '' })),
})

/** Renders a page; with `live`, room is left for what only a running workbook can do. */
export function renderPage(page: Page, book: Book, live: boolean): RenderedPage {
  const marked = new Marked(gfmHeadingId(), callouts, { renderer: rendererFor(page, book, live) })
  const tokens = marked.lexer(page.markdown)
  const known = book.glossary.filter(({ id }) => page.lesson?.requires.includes(id))
  const explained = markTerms(tokens, known)
  // A heading's id is made by a hook which the parser alone does not call.
  marked.defaults.hooks?.preprocess?.('')
  marked.walkTokens(tokens, marked.defaults.walkTokens ?? (() => {}))
  const html = marked.parser(withoutTitle(tokens))
  const sections = getHeadingList()
    .filter(({ level }) => level === 2)
    .map(({ id, text }) => ({ id, title: textOf(text) }))
  const notes = explainTerms(explained, linkFrom(page.path, 'glossary.html'))
  return { page, html: html + notes, sections }
}

// The title is set by the layout, with what belongs to it.
function withoutTitle(tokens: Token[]): Token[] {
  return tokens.filter((token) => !(token.type === 'heading' && token.depth === 1))
}

function rendererFor(page: Page, book: Book, live: boolean): object {
  const panels = new Set<string>()
  return {
    code(token: { lang?: string; text: string }): string {
      const fence = readFence(token)
      const panel = live && page.lesson ? panelAfter(fence, page.lesson) : ''
      // A command may be named again later.
      const here = panels.has(panel) ? '' : panel
      panels.add(here)
      return renderFence(fence) + here
    },
    image({ href, text }: { href: string; text: string }): string {
      const file = pictureName(resolve(dirname(page.file), href))
      const source = escapeHtml(linkFrom(page.path, file))
      return `<img src="${source}" alt="${escapeHtml(text)}">`
    },
    link(
      this: { parser: { parseInline(tokens: Token[]): string } },
      { href, tokens }: { href: string; tokens: Token[] },
    ): string {
      const text = this.parser.parseInline(tokens)
      const address = bookLink(href, page, book)
      return address === undefined ? text : `<a href="${escapeHtml(address)}">${text}</a>`
    },
  }
}

function bookLink(href: string, page: Page, book: Book): string | undefined {
  if (/^(https?:|#)/.test(href)) return href
  const [file = '', anchor] = href.split('#')
  const path = pathInBook(book.pages, resolve(dirname(page.file), file))
  // A file of the clone that is no page is named, and has no address.
  return path && linkFrom(page.path, anchor ? `${path}#${anchor}` : path)
}

/** Where a picture is in the book: pictures of lessons are kept apart by lesson. */
export function pictureName(file: string): string {
  const [name = '', folder = ''] = file.split(/[/\\]/).reverse()
  return `pictures/${folder}/${name}`
}
