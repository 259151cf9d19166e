import { marked, type Token, type Tokens } from 'marked'
import { escapeHtml } from './html.ts'

/** A word of Kafka's, explained in a sentence or two. */
export interface Term {
  /** What lessons call it in `teaches` and `requires`, such as `committed-offset`. */
  readonly id: string
  readonly name: string
  /** Markdown. */
  readonly meaning: string
}

/** The terms of a glossary: each a heading of the second level, and what follows it. */
export function readGlossary(markdown: string): Term[] {
  const [, ...sections] = markdown.split(/^## /m)
  return sections.map((section) => {
    const [name = '', ...meaning] = section.split('\n')
    const id = name.trim().toLowerCase().replaceAll(/[ .]+/g, '-')
    return { id, name: name.trim(), meaning: meaning.join('\n').trim() }
  })
}

/** Makes the first mention of each term in running text a button that explains it. */
export function markTerms(tokens: readonly Token[], terms: readonly Term[]): Term[] {
  const left = new Map(terms.map((term) => [term, pattern(term)]))
  for (const text of runningText(tokens)) {
    text.tokens = text.tokens?.flatMap((token) => markIn(token, left)) ?? []
  }
  return terms.filter((term) => !left.has(term))
}

function pattern({ name }: Term): RegExp {
  return new RegExp(`\\b${name.replace(/[.]/g, '\\.')}(s|es)?\\b`, 'i')
}

type Running = Tokens.Paragraph | Tokens.Text

// Headings and tables are left alone; so are links, code and the bold words that define a term.
function runningText(tokens: readonly Token[]): Running[] {
  return tokens.flatMap((token): Running[] => {
    if (token.type === 'paragraph') return [token as Tokens.Paragraph]
    if (token.type === 'text' && token.tokens) return [token as Tokens.Text]
    if (token.type === 'list') {
      return (token as Tokens.List).items.flatMap((item) => runningText(item.tokens))
    }
    return token.type === 'blockquote' ? runningText(token.tokens ?? []) : []
  })
}

function markIn(token: Token, left: Map<Term, RegExp>): Token[] {
  if (token.type !== 'text') return [token]
  for (const [term, name] of left) {
    const found = name.exec(token.raw)
    if (!found) continue
    left.delete(term)
    const before = plainText(token.raw.slice(0, found.index))
    const after = plainText(token.raw.slice(found.index + found[0].length))
    return [...markIn(before, left), button(term, found[0]), ...markIn(after, left)]
  }
  return [token]
}

function plainText(text: string): Tokens.Text {
  return { type: 'text', raw: text, text, escaped: false }
}

function button({ id }: Term, word: string): Tokens.Tag {
  const text = `<button type="button" class="term" popovertarget="term-${id}">${escapeHtml(word)}</button>`
  return { type: 'html', raw: text, text, inLink: false, inRawBlock: false, block: false }
}

/** What the buttons of a page show. */
export function explainTerms(terms: readonly Term[], glossary: string): string {
  return terms
    .map(({ id, name, meaning }) => {
      const text = marked.parse(meaning, { async: false })
      const more = `<a href="${glossary}#${headingId(name)}">In the glossary</a>`
      return `<aside popover id="term-${id}" class="explained" aria-label="${name}"><p><strong>${name}</strong></p>${text}<p>${more}</p></aside>`
    })
    .join('\n')
}

// As GitHub makes them, and so our pages.
function headingId(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\w -]/g, '')
    .replaceAll(' ', '-')
}
