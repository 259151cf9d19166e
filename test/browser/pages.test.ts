// What the pages are, without a cluster: readable by anybody, in any way.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { BookOnDisk } from '../../scripts/site/book.ts'
import { buildStatic } from '../../scripts/site/index.ts'
import { projectRoot } from '../../scripts/state/index.ts'
import {
  openPage,
  type ServedWorkbook,
  serveClone,
  startBrowser,
  violations,
} from '../support/browser.ts'

const pages = new BookOnDisk(projectRoot, { live: false }).pages().map(({ path }) => path)
const kinds = ['index.html', ...pages]
const folder = mkdtempSync(join(tmpdir(), 'workbook-static-'))
const fromDisk = (path: string): string => pathToFileURL(join(folder, path)).href
let workbook: ServedWorkbook
let browser: Browser

beforeAll(async () => {
  await buildStatic(projectRoot, join(folder, 'book'))
  workbook = await serveClone()
  browser = await startBrowser()
})
afterAll(async () => {
  await browser.close()
  await workbook[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})

test.each(kinds)('%s has nothing that axe objects to, in light and dark', async (path) => {
  const { page, complaints } = await workbook.open(path, { colorScheme: 'light' })
  if (path.startsWith('lessons')) await page.locator('.cm-editor').waitFor()
  expect(await violations(page)).toEqual([])
  await page.emulateMedia({ colorScheme: 'dark' })
  expect(await violations(page, ['color-contrast'])).toEqual([]) // all that may differ
  expect(complaints).toEqual([])
  await page.context().close()
})

test.each(kinds)('%s does not scroll sideways at 360 pixels', async (path) => {
  const { page } = await workbook.open(path, { viewport: { width: 360, height: 800 } })
  const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
  expect(wider).toBeLessThanOrEqual(0)
  await page.context().close()
})

test('without JavaScript a lesson is read whole, and shows nothing that would not work', async () => {
  const { page } = await workbook.open('lessons/03-partitions.html', { javaScriptEnabled: false })
  expect(await page.getByRole('heading', { name: 'Three lines to remember' }).isVisible()).toBe(
    true,
  )
  expect(await page.getByRole('button', { name: 'Run the demo' }).isVisible()).toBe(false)
  await page.getByRole('link', { name: 'Lesson 4, Replicas' }).click()
  await page.waitForURL('**/04-replicas.html')
  expect(await page.title()).toBe('4. Replicas: Kafka Workbook')
  await page.context().close()
})

test('a word is explained where it stands, also by keyboard', async () => {
  const { page } = await workbook.open('lessons/04-replicas.html')
  const word = page.getByRole('button', { name: 'partition', exact: true })
  await word.focus()
  await page.keyboard.press('Enter')
  const meaning = page.getByText('One log of a topic')
  await meaning.waitFor()
  await page.keyboard.press('Escape')
  await meaning.waitFor({ state: 'hidden' })
  await page.context().close()
})

test('whoever wants no motion gets none', async () => {
  const { page } = await workbook.open('lessons/01-producers.html', { reducedMotion: 'reduce' })
  const moving = await page.evaluate(
    "[...document.querySelectorAll('*')].filter((one) => parseFloat(getComputedStyle(one).transitionDuration) > 0).length",
  )
  expect(moving).toBe(0)
  await page.context().close()
})

test('the static book opens from disk, finds words misspelt, and all its links lead somewhere', async () => {
  const { page, complaints } = await openPage(browser, fromDisk('book/lessons/02-consumers.html'))
  await page.getByRole('searchbox').fill('commited ofset')
  await page.locator('#found a').first().waitFor()
  await page.locator('#found a').first().click()
  expect(await page.title()).toContain('Kafka Workbook')
  for (const path of kinds) {
    await page.goto(fromDisk(`book/${path}`))
    expect(await page.locator('[data-do], #cluster').count()).toBe(0)
    const broken = await page.evaluate(
      `[...document.images].filter((one) => !one.naturalWidth).map(({ src }) => src)`,
    )
    expect(broken).toEqual([])
    const lost = await page.evaluate(
      `[...document.links].filter(({ hash, href }) => hash && href.split('#')[0] === location.href.split('#')[0] && !document.getElementById(decodeURIComponent(hash.slice(1)))).map(({ href }) => href)`,
    )
    expect(lost).toEqual([])
  }
  expect(complaints).toEqual([])
})
