import { dirname, join, normalize } from 'node:path'
import { expect, test } from 'vitest'
import { readLessons } from '../catalog/index.ts'
import { projectRoot } from '../state/index.ts'
import { BookOnDisk } from './book.ts'
import { readGlossary } from './content/glossary.ts'
import { searchIndexScript } from './search-index.ts'

const book = new BookOnDisk(projectRoot, { live: true })
const pages = book.pages().map(({ path }) => {
  const rendered = book.page(path)
  if (!rendered) throw new Error(`${path} is not rendered`)
  return rendered
})
const all = (html: string, pattern: RegExp): string[] =>
  [...html.matchAll(pattern)].map(([, found = '']) => found)

test.each(pages.map((page) => [page.page.path, page] as const))(
  'every link, place and picture of %s is there',
  (path, { html }) => {
    const ids = new Map(pages.map((one) => [one.page.path, all(one.html, / id="([^"]+)"/g)]))
    const pictures = book.pictures()
    for (const href of all(html, /href="(?!https?:)([^"]+)"/g)) {
      const [file = '', anchor] = href.split('#')
      const target = file === '' ? path : normalize(join(dirname(path), file))
      expect([...ids.keys()], href).toContain(target)
      if (anchor) expect(ids.get(target), href).toContain(anchor)
    }
    for (const source of all(html, /src="([^"]+)"/g)) {
      expect([...pictures.keys()]).toContain(normalize(join(dirname(path), source)))
    }
    const own = all(html, / id="([^"]+)"/g)
    expect(new Set(own).size).toBe(own.length)
  },
)

test('every block of code says what it is', () => {
  for (const { html, page } of pages) {
    const captions = all(html, /<figcaption>(.*?)<\/figcaption>/g)
    expect(captions).toHaveLength(all(html, /(<pre )/g).length)
    for (const caption of captions) expect(caption, page.path).not.toContain('<span></span>')
  }
})

test('every term that a lesson teaches is in the glossary', () => {
  const glossary = pages.find(({ page }) => page.path === 'glossary.html')
  const known = readGlossary(glossary?.page.markdown ?? '').map(({ id }) => id)
  for (const { teaches, requires } of readLessons(join(projectRoot, 'lessons'))) {
    for (const term of [...teaches, ...requires]) expect(known).toContain(term)
  }
})

test('what is searched for is found by section', () => {
  const script = searchIndexScript(pages)
  expect(script.startsWith('window.workbookIndex = "')).toBe(true)
  expect(script).toContain('lessons/04-replicas.html#the-idea')
})

test('a callout is set apart, and says what it is in a word', () => {
  const lesson = pages.find(({ page }) => page.path === 'lessons/05-consumer-groups.html')
  expect(all(lesson?.html ?? '', /<p class="callout-title">(.*?)<\/p>/g)).toEqual(['Tip', 'Note'])
})
