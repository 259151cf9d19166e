// The teacher's page, with rooms of several sizes.
import { join } from 'node:path'
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLessons } from '../../scripts/catalog/index.ts'
import { RoomFeed } from '../../scripts/class/room-feed.ts'
import { type ServedPage, servePage } from '../../scripts/class/serve-page.ts'
import { projectRoot } from '../../scripts/state/index.ts'
import { openPage, startBrowser, violations } from '../support/browser.ts'
import { fillRoom, happening } from '../support/room.ts'

const joinLine = 'npm run class join 0G14-0H7N-3QXK-5SJ2-WV9B-6M8D-TPEF-CYR0'

let browser: Browser
beforeAll(async () => {
  browser = await startBrowser()
})
afterAll(() => browser.close())

function serve(feed: RoomFeed): Promise<ServedPage> {
  const lessons = readLessons(join(projectRoot, 'lessons')).map(
    ({ id, number, title, minutes }) => ({ id, number, title, minutes }),
  )
  return servePage({ feed, lessons, joinLine, token: 'a-token' })
}

test.each([0, 1, 5, 30])(
  'with %i learners axe objects to nothing, in light and dark, and nothing scrolls sideways',
  async (learners) => {
    const feed = new RoomFeed()
    fillRoom(feed, learners)
    await using served = await serve(feed)
    for (const colorScheme of ['light', 'dark'] as const) {
      const viewport = { width: colorScheme === 'light' ? 1280 : 360, height: 800 }
      const { page, complaints } = await openPage(browser, served.address, {
        colorScheme,
        viewport,
      })
      await page.locator(`#room tr >> nth=${learners - 1}`).waitFor({
        state: learners > 0 ? 'attached' : 'hidden',
      })
      expect(await violations(page)).toEqual([])
      expect(complaints).toEqual([])
      const wider = await page.evaluate('document.documentElement.scrollWidth - innerWidth')
      expect(wider).toBeLessThanOrEqual(0)
      await page.context().close()
    }
  },
)

test('what happens in the room is shown without loading the page again', async () => {
  const feed = new RoomFeed()
  await using served = await serve(feed)
  const { page } = await openPage(browser, served.address)
  await page.getByText('Nobody has joined yet.').waitFor()
  feed.joined('ada')
  const row = page.getByRole('row', { name: /^ada/ })
  await row.getByText('joined').waitFor()
  for (const attempt of [1, 2, 3]) {
    feed.happened('ada', happening('01-producers', 'failed', attempt, 'missing-key'), Date.now())
  }
  await row.getByText('missing-key').waitFor()
  expect(await row.innerText()).toContain('1. Producers')
  expect(await row.getAttribute('class')).toBe('stuck')
  await page.getByRole('listitem').filter({ hasText: 'missing-key' }).waitFor()
  feed.happened('ada', happening('01-producers', 'passed', 4), Date.now())
  await row.getByText('passed').waitFor()
  expect(await row.getAttribute('class')).not.toBe('stuck')
  expect(await page.getByRole('listitem').count()).toBe(0)
  await page.context().close()
})

test('names that come from elsewhere are text, whatever is in them', async () => {
  const feed = new RoomFeed()
  feed.happened(
    '<img src=x onerror=alert(1)>',
    happening('<b>', 'failed', 1, '<script>'),
    Date.now(),
  )
  await using served = await serve(feed)
  const { page, complaints } = await openPage(browser, served.address)
  await page.getByRole('row', { name: /onerror/ }).waitFor()
  expect(await page.locator('#room img, #room script, #common script').count()).toBe(0)
  expect(complaints).toEqual([])
  await page.context().close()
})
