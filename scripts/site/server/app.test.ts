import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, expect, test } from 'vitest'
import { ProgressFile } from '../../progress/index.ts'
import { projectRoot } from '../../state/index.ts'
import { BookOnDisk } from '../book.ts'
import { createApp } from './app.ts'
import { Runs } from './runs.ts'
import { Streams } from './streams.ts'

const TOKEN = 'a-token'
const LESSON = '/api/lessons/01-producers'
const root = mkdtempSync(join(tmpdir(), 'workbook-site-'))
const exercise = join(root, 'lessons', '01-producers', 'exercise.ts')
for (const folder of ['docs', 'lessons']) {
  cpSync(join(projectRoot, folder), join(root, folder), { recursive: true })
}
const env = { WORKBOOK_STATE: join(root, '.workbook') }
const streams = new Streams()
const app = createApp({
  book: new BookOnDisk(root, { live: true }),
  progress: new ProgressFile(env, () => {}),
  runs: new Runs(env),
  streams,
  // No brokers are asked for anything here.
  cluster: {
    canAct: false,
    subscribe: () => () => {},
    newestRecords: () => Promise.reject(new Error('no brokers here')),
    act: () => Promise.reject(new Error('no brokers here')),
  },
  token: TOKEN,
})

afterAll(() => rmSync(root, { recursive: true }))
afterEach(() => rmSync(exercise, { force: true, recursive: true }))

interface Asked {
  readonly method?: string
  readonly headers?: Record<string, string>
  readonly body?: string
}

function ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}) {
  const own = { host: '127.0.0.1:4300', 'content-type': 'application/json' }
  return app.request(path, {
    method,
    headers: { ...own, ...headers },
    ...(body !== undefined && { body }),
  })
}

const change = (path: string, body: unknown, method = 'POST') =>
  ask(path, { method, headers: { 'x-workbook-token': TOKEN }, body: JSON.stringify(body) })

async function openExercise(): Promise<{ text: string; version: string }> {
  return (await (await ask(`${LESSON}/exercise`)).json()) as { text: string; version: string }
}

test('every page, picture and script is there', async () => {
  const pages = [
    '/',
    '/index.html',
    '/understanding-kafka.html',
    '/lessons/05-consumer-groups.html',
  ]
  const assets = ['/assets/site.css', '/assets/text.woff2', '/assets/search-index.js']
  for (const path of [...pages, ...assets, '/pictures/03-partitions/keys.svg']) {
    expect((await ask(path)).status, path).toBe(200)
  }
})

test('pages run no script but ours', async () => {
  const policy = (await ask('/')).headers.get('content-security-policy')
  expect(policy).toContain("script-src 'self';")
  expect(policy).toContain("default-src 'none'")
})

test.each([
  ['a foreign name for this machine', { host: 'workbook.example:4300' }],
  ['a foreign page', { origin: 'http://evil.example' }],
  ['another server on this machine', { origin: 'http://127.0.0.1:9999' }],
  ['a page that the browser calls foreign', { 'sec-fetch-site': 'cross-site' }],
])('%s is refused', async (_who, headers: Record<string, string>) => {
  expect((await ask(LESSON, { headers })).status).toBe(403)
})

test.each([
  ['hint', `${LESSON}/hint`, 'POST'],
  ['exercise', `${LESSON}/exercise`, 'PUT'],
  ['run', '/api/runs', 'POST'],
  ['broker', '/api/brokers/1/stop', 'POST'],
])('without the token nothing is changed: %s', async (_what, path, method) => {
  expect((await ask(path, { method, body: '{}' })).status).toBe(403)
  const headers = { 'x-workbook-token': 'wrong' }
  expect((await ask(path, { method, headers, body: '{}' })).status).toBe(403)
})

test.each([
  '/../package.json',
  '/%2e%2e/package.json',
  '/assets/..%2f..%2fpackage.json',
  '/pictures/03-partitions/%2e%2e/solution.ts',
  '/lessons/03-partitions/solution.ts',
  '/lessons/03-partitions/',
  '/assets/',
  '/.workbook/progress.json',
])('%s is nothing that is shown', async (path) => {
  const answer = await ask(path)
  expect(answer.status).toBe(404)
  expect(await answer.text()).not.toContain('kafka')
})

test.each(['..%2f..%2fpackage', '01-producers%2f..%2f02-consumers', '__proto__', '99-nothing'])(
  'the exercise of "%s" is neither read nor written',
  async (lesson) => {
    expect((await ask(`/api/lessons/${lesson}/exercise`)).status).toBe(404)
    const body = { text: 'x', version: 'y' }
    expect((await change(`/api/lessons/${lesson}/exercise`, body, 'PUT')).status).toBe(404)
  },
)

test('an exercise is saved over the version it began from, and over no other', async () => {
  const { version, text } = await openExercise()
  expect(text).toContain('TODO')
  const saved = await change(`${LESSON}/exercise`, { text: 'mine\n', version }, 'PUT')
  expect(saved.status).toBe(200)
  expect(readFileSync(exercise, 'utf8')).toBe('mine\n')
  writeFileSync(exercise, 'theirs\n')
  const refused = await change(`${LESSON}/exercise`, { text: 'mine again\n', version }, 'PUT')
  expect(refused.status).toBe(409)
  expect(await refused.json()).toMatchObject({ text: 'theirs\n' })
  expect(readFileSync(exercise, 'utf8')).toBe('theirs\n')
})

test('an exercise that is a link is neither read nor written through', async () => {
  const secret = join(root, 'secret.txt')
  writeFileSync(secret, 'secret')
  symlinkSync(secret, exercise)
  const read = await ask(`${LESSON}/exercise`)
  expect(read.status).toBe(403)
  expect(await read.text()).not.toContain('secret\n')
  const written = await change(`${LESSON}/exercise`, { text: 'x', version: 'y' }, 'PUT')
  expect(written.status).toBe(403)
  expect(readFileSync(secret, 'utf8')).toBe('secret')
})

test('more than 256 kB are refused', async () => {
  const { version, text } = await openExercise()
  const large = await change(`${LESSON}/exercise`, { text: 'x'.repeat(256 * 1024), version }, 'PUT')
  expect(large.status).toBe(413)
  expect(readFileSync(exercise, 'utf8')).toBe(text)
})

test.each([
  ['a lesson that is none', { lesson: '99-nothing', kind: 'demo' }],
  ['a kind that is none', { lesson: '01-producers', kind: 'wipe' }],
  ['nothing', {}],
])('%s is not run', async (_what, body) => {
  expect((await change('/api/runs', body)).status).toBe(400)
})

test.each(['[]', 'null', '"x"', '{', ''])('a request that says %s is answered', async (body) => {
  const headers = { 'x-workbook-token': TOKEN }
  const answer = await ask(`${LESSON}/exercise`, { method: 'PUT', headers, body })
  expect(answer.status).toBe(400)
})

test("somebody else's brokers are not stopped from here", async () => {
  expect((await change('/api/brokers/1/stop', {})).status).toBe(403)
  expect((await change('/api/brokers/4/stop', {})).status).toBe(404)
  expect((await change('/api/brokers/1/wipe', {})).status).toBe(404)
})

test('so many streams and no more', async () => {
  const opened = await Promise.all(Array.from({ length: 20 }, () => ask('/api/live/01-producers')))
  expect(new Set(opened.map(({ status }) => status))).toEqual(new Set([200]))
  expect((await ask('/api/live/01-producers')).status).toBe(503)
  streams.endAll()
  await Promise.all(opened.map((answer) => answer.text()))
  const again = await ask('/api/live/01-producers')
  expect(again.status).toBe(200)
  streams.endAll()
})

test('a hint is remembered, and the solution opens when it is earned', async () => {
  const first = (await (await change(`${LESSON}/hint`, {})).json()) as { hints: string[] }
  expect(first.hints).toHaveLength(1)
  expect(await (await ask(LESSON)).json()).toMatchObject({ hints: first.hints, moreHints: 2 })
  expect(await (await ask(`${LESSON}/solution`)).json()).toEqual({ left: 3 })
})

test('what was predicted is remembered; what was not offered is not', async () => {
  await change(`${LESSON}/prediction`, { option: 'seven' })
  expect(await (await ask(LESSON)).json()).not.toHaveProperty('predicted')
  const option = 'Three: one for each send()'
  await change(`${LESSON}/prediction`, { option })
  expect(await (await ask(LESSON)).json()).toMatchObject({ predicted: option, happened: option })
})
