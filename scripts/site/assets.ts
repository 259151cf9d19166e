import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { projectRoot } from '../state/index.ts'
import type { BookOnDisk } from './book.ts'
import { type ClientScript, clientScript } from './client-bundle.ts'
import type { RenderedPage } from './content/render.ts'
import { searchIndexScript } from './search-index.ts'

/** A file of the book that is no page. */
export interface Asset {
  readonly type: string
  readonly content: Buffer | string
}

const script = 'text/javascript; charset=utf-8'
const font = 'font/woff2'
const scripts: readonly ClientScript[] = ['site', 'search', 'live', 'editor']
// Open Font License; the Latin letters of one weight axis.
const fonts: Readonly<Record<string, string>> = {
  'text.woff2': '@fontsource-variable/source-serif-4/files/source-serif-4-latin-wght-normal.woff2',
  'head.woff2':
    '@fontsource-variable/bricolage-grotesque/files/bricolage-grotesque-latin-wght-normal.woff2',
}

type Assets = Map<string, () => Asset | Promise<Asset>>

/** What may be asked for below `assets/` and `pictures/`; everything else is not there. */
export function assetsOf(book: BookOnDisk): Assets {
  const made = looksAnd(scripts)
  made.set('assets/search-index.js', () => ({ type: script, content: indexOf(book) }))
  for (const [path, file] of book.pictures()) {
    made.set(path, () => ({ type: 'image/svg+xml', content: readFileSync(file) }))
  }
  return made
}

/** The looks of all pages, and these scripts. */
export function looksAnd(names: readonly ClientScript[]): Assets {
  const made: Assets = new Map()
  for (const name of names) {
    made.set(`assets/${name}.js`, async () => ({ type: script, content: await clientScript(name) }))
  }
  for (const [name, file] of Object.entries(fonts)) {
    made.set(`assets/${name}`, () => ({ type: font, content: readFileSync(packageFile(file)) }))
  }
  made.set('assets/site.css', () => ({ type: 'text/css; charset=utf-8', content: styles() }))
  return made
}

function styles(): string {
  const theme = join(projectRoot, 'docs', 'theme')
  return ['site.css', 'cluster.css', 'class.css']
    .map((name) => readFileSync(join(theme, name)))
    .join('\n')
}

function indexOf(book: BookOnDisk): string {
  const pages = book.pages().map(({ path }) => book.page(path))
  return searchIndexScript(pages.filter((page): page is RenderedPage => page !== undefined))
}

function packageFile(name: string): string {
  return createRequire(join(projectRoot, 'package.json')).resolve(name)
}
