import { gzipSync } from 'node:zlib'
import MiniSearch from 'minisearch'
import { waitUntil } from '../../scripts/cluster/index.ts'
import { searchOptions } from '../../scripts/site/client/search-options.ts'
import type { Clone } from '../support/clone.ts'
import { type Figure, median } from './measure.ts'

const READY_MS = 30_000
const RUNS = 7
const LESSON = 'lessons/04-replicas.html'

/** The workbook in the browser: how soon it is there, how long a page takes, what it weighs. */
export async function measureSite(clone: Clone): Promise<Figure[]> {
  const ready: number[] = []
  for (let run = 0; run < RUNS - 1; run++) {
    const { seconds, end } = await serve(clone)
    ready.push(seconds)
    await end()
  }
  const { seconds, address, end } = await serve(clone)
  ready.push(seconds)
  const figures = [...(await measurePage(address)), await measureSearch(address)]
  await end()
  const how = `start to address printed, median of ${RUNS}`
  return [{ what: 'docs ready', value: median(ready), unit: 's', limit: 1, how }, ...figures]
}

async function serve(clone: Clone) {
  const startedAt = performance.now()
  const docs = clone.start(['docs'], { WORKBOOK_DOCS_PORT: '0' })
  const address = await waitUntil({
    what: 'docs to say where it serves',
    look: async () => /http:\S+\//.exec(docs.printed())?.[0] ?? '',
    done: (said) => said !== '',
    timeoutMs: READY_MS,
    everyMs: 2,
  })
  const seconds = (performance.now() - startedAt) / 1000
  const end = async (): Promise<void> => {
    docs.signalGroup('SIGINT')
    await docs.ended
  }
  return { seconds, address, end }
}

async function measurePage(address: string): Promise<Figure[]> {
  const page = address + LESSON
  const html = await textOf(page)
  const times: number[] = []
  for (let run = 0; run < 50; run++) {
    const startedAt = performance.now()
    await textOf(page)
    times.push(performance.now() - startedAt)
  }
  const parts = [...html.matchAll(/(?:src|href)="(\.\.\/(?:assets|pictures)[^"]+)"/g)]
  const paths = [...new Set(parts.map(([, path = '']) => path)), '../assets/text.woff2']
  const bytes = await Promise.all(
    [...paths, '../assets/head.woff2'].map(async (path) => {
      const answer = await fetch(new URL(path, page))
      const content = Buffer.from(await answer.arrayBuffer())
      return path.endsWith('.woff2') ? content.length : gzipSync(content).length
    }),
  )
  const weight = bytes.reduce((sum, one) => sum + one, gzipSync(html).length) / 1000
  return [
    {
      what: 'a lesson page',
      value: median(times),
      unit: 'ms',
      limit: 10,
      how: 'median of 50, asked from Node',
    },
    {
      what: 'its weight without the editor',
      value: weight,
      unit: 'kB',
      limit: 120,
      how: 'gzip; fonts as they are',
    },
  ]
}

async function textOf(address: string): Promise<string> {
  return (await fetch(address)).text()
}

async function measureSearch(address: string): Promise<Figure> {
  const script = await textOf(`${address}assets/search-index.js`)
  const index = MiniSearch.loadJSON(
    JSON.parse(script.replace('window.workbookIndex = ', '')),
    searchOptions,
  )
  const queries = ['offset', 'high watermark', 'commited ofset', 'rebalance session', 'acks']
  const times = Array.from({ length: 50 }, (_, run) => {
    const startedAt = performance.now()
    index.search(queries[run % queries.length] ?? '')
    return performance.now() - startedAt
  })
  return {
    what: 'search',
    value: median(times),
    unit: 'ms',
    limit: 10,
    how: 'median of 50, in Node',
  }
}
