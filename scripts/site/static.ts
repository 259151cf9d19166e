import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { assetsOf } from './assets.ts'
import { BookOnDisk } from './book.ts'
import { layOut, layOutHome } from './layout.ts'

const LIVE_ONLY = ['assets/live.js', 'assets/editor.js']

/** Writes the book as files that need no server; gives their paths. */
export async function buildStatic(root: string, folder: string): Promise<string[]> {
  const book = new BookOnDisk(root, { live: false })
  const pages = book.pages()
  const files = new Map<string, Buffer | string>([['index.html', layOutHome(pages)]])
  for (const { path } of pages) {
    const rendered = book.page(path)
    if (rendered) files.set(path, layOut(rendered, pages))
  }
  for (const [path, load] of assetsOf(book)) {
    if (!LIVE_ONLY.includes(path)) files.set(path, (await load()).content)
  }
  writeAll(files, folder)
  return [...files.keys()]
}

// Beside the old one first: a build that fails leaves that as it was.
function writeAll(files: ReadonlyMap<string, Buffer | string>, folder: string): void {
  const draft = `${folder}.${process.pid}.tmp`
  for (const [path, content] of files) {
    mkdirSync(dirname(join(draft, path)), { recursive: true })
    writeFileSync(join(draft, path), content)
  }
  rmSync(folder, { recursive: true, force: true })
  renameSync(draft, folder)
}
