// Every lesson from start to end in the browser alone, on the real cluster.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readLessons } from '../../scripts/catalog/index.ts'
import { waitUntil } from '../../scripts/cluster/index.ts'
import { projectRoot } from '../../scripts/state/index.ts'
import { type ServedWorkbook, serveClone, violations } from '../support/browser.ts'
import { metUnknownTopic } from '../support/demo.ts'
import { isDisturbed } from '../support/disturbed.ts'

const lessons = readLessons(join(projectRoot, 'lessons'))
// Beside other tests and the proof of the lessons a slow machine has been seen to take two minutes.
const GRADED_MS = 300_000
let workbook: ServedWorkbook

beforeAll(async () => {
  workbook = await serveClone()
})
afterAll(async () => workbook[Symbol.asyncDispose]())

test.each(lessons)('lesson $number: read, predict, run, fail, fix, pass', async (lesson) => {
  const { page, complaints } = await workbook.open(`lessons/${lesson.id}.html`, {
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  expect(await page.title()).toBe(`${lesson.number}. ${lesson.title}: Kafka Workbook`)

  await page.getByLabel(lesson.prediction.answer, { exact: true }).check()
  const { outcome, printed } = await runDemo(page)
  expect(outcome, printed).toContain('As you said.')
  expect(printed).toContain(transcriptOf(lesson.folder).at(-1))

  expect(await graded(page)).toContain('Not yet')
  expect(await page.locator('.verdict dd').allInnerTexts()).toHaveLength(4)
  expect(await violations(page)).toEqual([])

  await pasteOver(page, readFileSync(join(lesson.folder, 'solution.ts'), 'utf8'))
  expect(await graded(page)).toContain('Served')
  expect(complaints).toEqual([])
  await page.context().close()
})

test('what was passed in the browser is passed in the terminal', async () => {
  const { stdout } = await workbook.clone.run(['progress', '--json'])
  const { lessons: done } = JSON.parse(stdout)
  expect(Object.keys(done)).toEqual(lessons.map(({ id }) => id))
  for (const one of Object.values(done)) expect(one).toHaveProperty('passedAt')
})

// Once more if it was unlucky, as the gate does, and as a learner is told to.
async function runDemo(page: Page): Promise<{ outcome: string; printed: string }> {
  await page.getByRole('button', { name: 'Run the demo' }).click()
  const seen = await demoEnded(page)
  if (!metUnknownTopic(seen.printed)) return seen
  await page.getByRole('button', { name: 'Run it again' }).click()
  return demoEnded(page)
}

function demoEnded(page: Page): Promise<{ outcome: string; printed: string }> {
  return waitUntil({
    what: 'the demo to end',
    look: async () => ({
      outcome: await page.locator('#demo .outcome').innerText(),
      printed: await page.locator('#demo .printed').innerText(),
    }),
    done: ({ outcome }) => outcome !== '',
    timeoutMs: GRADED_MS,
  })
}

// The verdict; that of a second check, as the page asks for, if a starved broker was lost meanwhile.
async function graded(page: Page): Promise<string> {
  const first = await gradedOnce(page)
  return isDisturbed(first) ? gradedOnce(page) : first
}

async function gradedOnce(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  const verdict = page.locator('.verdict')
  await verdict.waitFor({ state: 'detached' })
  await verdict.waitFor({ timeout: GRADED_MS })
  return verdict.innerText()
}

// As a person does: the editor is not told what its text should be.
async function pasteOver(page: Page, text: string): Promise<void> {
  await page.locator('.cm-content').focus()
  await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`)
  await page.keyboard.press('Control+A')
  await page.keyboard.press('Control+V')
}

// Its last line that no run prints otherwise.
function transcriptOf(folder: string): string[] {
  const lines = readFileSync(join(folder, 'transcript.txt'), 'utf8').split('\n')
  return lines.filter((line) => line.trim() !== '' && !line.includes('<'))
}
