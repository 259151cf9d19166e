import { expect, test } from 'vitest'
import { Streams } from '../site/index.ts'
import { createPageApp } from './page-app.ts'
import { RoomFeed } from './room-feed.ts'

const app = createPageApp({
  feed: new RoomFeed(),
  lessons: [{ id: '01-producers', number: 1, title: 'Producers', minutes: 12 }],
  joinLine: 'npm run class join ABCD',
  streams: new Streams(),
  token: 'secret',
})

const get = (path: string, headers: Record<string, string> = {}) =>
  app.request(`http://127.0.0.1:4330${path}`, { headers: { host: '127.0.0.1:4330', ...headers } })

test('whoever knows the token sees the page, and what it is made of', async () => {
  const page = await get('/secret/')
  expect(page.status).toBe(200)
  expect(await page.text()).toContain('npm run class join ABCD')
  expect((await get('/secret/assets/site.css')).status).toBe(200)
  const room = await get('/secret/api/room')
  expect(room.headers.get('content-type')).toContain('text/event-stream')
  await room.body?.cancel()
})

test.each(['/', '/api/room', '/assets/site.css', '/secre/', '/secret2/', '/secret/../etc/passwd'])(
  'without it there is nothing at %s',
  async (path) => {
    const answer = await get(path)
    expect(answer.status).toBe(404)
    expect(await answer.text()).not.toContain('ABCD')
  },
)

test.each([
  ['a foreign name for this machine', { host: 'evil.example' }],
  ['another page', { origin: 'http://evil.example' }],
])('%s is refused', async (_what, headers) => {
  expect((await get('/secret/', headers)).status).toBe(403)
})
