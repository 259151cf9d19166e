import { AxeBuilder } from '@axe-core/playwright'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { waitUntil } from '../../scripts/cluster/index.ts'
import { findChromium } from '../../scripts/site/index.ts'
import { type Clone, makeClone } from './clone.ts'
import type { Running } from './process.ts'

const READY_MS = 120_000

/** A workbook that is served to a browser. */
export interface ServedWorkbook extends AsyncDisposable {
  readonly clone: Clone
  readonly address: string
  /** The command that serves it. */
  readonly docs: Running
  /** Opens a page in a browser of its own; what scripts and the policy complain of is kept. */
  open(path: string, options?: BrowserContextOptions): Promise<OpenPage>
}

export interface OpenPage {
  readonly page: Page
  readonly complaints: string[]
}

/** Serves a clone of its own, with a browser to read it. */
export async function serveClone(): Promise<ServedWorkbook> {
  const clone = await makeClone()
  const docs = clone.start(['docs'], { WORKBOOK_DOCS_PORT: '0' })
  let over = false
  void docs.ended.then(() => {
    over = true
  })
  const browser = await startBrowser()
  const address = await addressOf(docs)
  return {
    clone,
    address,
    docs,
    open: (path, options) => openPage(browser, address + path, options),
    async [Symbol.asyncDispose]() {
      await browser.close()
      if (!over) docs.signalGroup('SIGINT')
      await docs.ended
      await clone[Symbol.asyncDispose]()
    },
  }
}

/** Starts Chromium, without what it would do on its own. */
export function startBrowser(): Promise<Browser> {
  const executablePath = findChromium(process.env) ?? ''
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking']
  return chromium.launch({ executablePath, args })
}

export async function openPage(
  browser: Browser,
  address: string,
  options: BrowserContextOptions = {},
): Promise<OpenPage> {
  const context = await browser.newContext(options)
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('pageerror', ({ message }) => complaints.push(message))
  page.on('console', (said) => {
    if (said.type() === 'error') complaints.push(said.text())
  })
  page.setDefaultTimeout(READY_MS)
  await page.goto(address)
  return { page, complaints }
}

function addressOf(docs: Running): Promise<string> {
  return waitUntil({
    what: 'docs to say where it serves',
    look: async () => /http:\/\/127\.0\.0\.1:\d+\//.exec(docs.printed())?.[0] ?? '',
    done: (address) => address !== '',
    timeoutMs: READY_MS,
    everyMs: 20,
  })
}

/** What axe finds wrong with a page, each as one line; by all its rules, or by these. */
export async function violations(page: Page, rules?: string[]): Promise<string[]> {
  // What is being faded in has less contrast than it comes to.
  await page.emulateMedia({ reducedMotion: 'reduce' })
  const axe = new AxeBuilder({ page })
  const { violations: found } = await (rules ? axe.withRules(rules) : axe).analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}
