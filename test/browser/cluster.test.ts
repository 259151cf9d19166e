// The live view of the cluster: right while brokers go and come, and harmless whatever it shows.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { Kafka, logLevel } from 'kafkajs'
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitUntil } from '../../scripts/cluster/index.ts'
import { type ServedWorkbook, serveClone, violations } from '../support/browser.ts'
import { makeTopics } from '../support/topics.ts'

const LESSON = 'lessons/04-replicas.html'
const TOPIC = 'ada.04-replicas.me.hostile'
const GROUP = 'ada.04-replicas.me.readers'
let workbook: ServedWorkbook
let kafka: Kafka

beforeAll(async () => {
  workbook = await serveClone()
  await workbook.clone.run(['cluster', 'up'])
  const brokers = [1, 2, 3].map((id) => `127.0.0.1:${workbook.clone.ports}${id}`)
  kafka = new Kafka({ brokers, logLevel: logLevel.NOTHING, connectionTimeout: 10_000 })
  await makeTopics(brokers, [
    { topic: TOPIC, replicaAssignment: [{ partition: 0, replicas: [2, 3, 1] }] },
  ])
  await fill()
})
afterAll(async () => workbook[Symbol.asyncDispose]())

const markup = '<img src=x onerror="document.title=1"><script>document.title=2</script>'

async function fill(): Promise<void> {
  const admin = kafka.admin()
  const producer = kafka.producer()
  await Promise.all([admin.connect(), producer.connect()])
  await producer.send({
    topic: TOPIC,
    messages: [
      { key: markup, value: markup, headers: { [markup]: markup } },
      { key: '\u001b[31mred', value: Buffer.from([0xff, 0xfe, 0]) },
      { key: null, value: null },
      { key: 'large', value: 'x'.repeat(1_000_000) },
    ],
  })
  await admin.setOffsets({
    groupId: GROUP,
    topic: TOPIC,
    partitions: [{ partition: 0, offset: '3' }],
  })
  await Promise.all([admin.disconnect(), producer.disconnect()])
}

const rail = (page: Page) => page.locator('.topic', { hasText: TOPIC }).locator('.rail')

test('records, places and lag are those of the cluster', async () => {
  const { page, complaints } = await workbook.open(LESSON)
  await rail(page).getByText('led by kafka-2').waitFor()
  await rail(page).getByText('readers, next 3, lag 1').waitFor()
  expect(await rail(page).locator('.ticket').allInnerTexts()).toEqual(['0', '1', '2', '3'])
  const under = async (): Promise<boolean> => {
    const mark = await rail(page).locator('.mark').boundingBox()
    const ticket = await rail(page).locator('.ticket', { hasText: '3' }).boundingBox()
    return !!mark && !!ticket && Math.abs(mark.x - ticket.x) < ticket.width
  }
  await waitUntil({ what: 'the mark below 3', look: under, done: Boolean, timeoutMs: 120_000 })
  await page.locator('.group', { hasText: 'readers' }).getByText('Empty, lag 1').waitFor()
  expect(await violations(page)).toEqual([])
  expect(complaints).toEqual([])
  await page.context().close()
})

test('whatever a record holds is shown as text', async () => {
  const { page, complaints } = await workbook.open(LESSON)
  await rail(page).getByRole('button', { name: 'Partition 0' }).press('Enter')
  const records = rail(page).locator('.record-list li')
  await records.first().waitFor()
  expect(await records.count()).toBe(4)
  const [large, tombstone, binary, hostile] = await records.allInnerTexts()
  expect(large).toContain('(1,000,000 bytes)')
  expect(large?.length).toBeLessThan(3000)
  expect(tombstone).toContain('null')
  expect(binary).toContain('\\x1b[31mred')
  expect(binary).toContain('fffe00')
  expect(hostile?.split(markup)).toHaveLength(5)
  expect(await page.title()).toBe('4. Replicas: Kafka Workbook')
  expect(await rail(page).locator('img, script').count()).toBe(0)
  expect(complaints).toEqual([])
  await page.context().close()
})

test('a broker that is stopped goes, its partition is led by another, and it comes back', async () => {
  const { page } = await workbook.open(LESSON)
  const kafka2 = page.getByRole('region', { name: 'kafka-2' })
  await rail(page).getByText('led by kafka-2').waitFor()

  await page.getByRole('button', { name: 'Stop kafka-2' }).press('Enter')
  await kafka2.getByText('stopped', { exact: true }).waitFor()
  await rail(page)
    .getByText(/led by kafka-[13]/)
    .waitFor()
  await rail(page)
    .getByRole('img', { name: /kafka-2 out of sync/ })
    .waitFor()
  await page.getByText('2 of 3 brokers up').waitFor()
  expect(await rail(page).locator('.ticket').count()).toBe(4)

  await page.getByRole('button', { name: 'Start kafka-2', disabled: false }).press('Enter')
  await rail(page)
    .getByRole('img', { name: /kafka-2 (in sync|leads)/ }) // it is the preferred leader
    .waitFor()
  await page.getByText('3 brokers up', { exact: true }).waitFor()
  await page.context().close()
})

test('brokers that are killed or paused elsewhere show as that, and the others as they are', async () => {
  const { page } = await workbook.open(LESSON)
  const region = (id: number) => page.getByRole('region', { name: `kafka-${id}` })
  await page.getByText('3 brokers up', { exact: true }).waitFor()
  await workbook.clone.run(['cluster', 'kill', '1'])
  await region(1).getByText('dead', { exact: true }).waitFor()
  await rail(page)
    .getByRole('img', { name: /kafka-1 out of sync/ })
    .waitFor()
  await workbook.clone.run(['cluster', 'up'])
  await workbook.clone.run(['cluster', 'pause', '3'])
  await region(3).getByText('paused', { exact: true }).waitFor()
  await rail(page)
    .getByRole('img', { name: /kafka-3 out of sync/ })
    .waitFor()
  await workbook.clone.run(['cluster', 'resume', '3'])
  await page.getByText('3 brokers up', { exact: true }).waitFor()
  await page.context().close()
})

test('a file that changes outside the page is taken over, and never over what was typed', async () => {
  const { page } = await workbook.open(LESSON)
  const file = `${workbook.clone.folder}/lessons/04-replicas/exercise.ts`
  const editor = page.locator('.cm-content')
  await editor.waitFor()
  writeFileSync(file, '// from outside\n')
  await editor.getByText('// from outside').waitFor()

  await editor.focus()
  await page.keyboard.type('// typed here')
  writeFileSync(file, '// from outside again\n')
  await page.getByText('exercise.ts was changed outside this page').waitFor()
  await page.getByRole('button', { name: 'Save' }).click()
  expect(readFileSync(file, 'utf8')).toBe('// from outside again\n')
  expect(await editor.innerText()).toContain('// typed here')

  await page.getByRole('button', { name: 'Keep what is in this page' }).click()
  await page.getByText('saved', { exact: true }).waitFor()
  expect(readFileSync(file, 'utf8')).toContain('// typed here')
  await page.context().close()
})

test('Ctrl-C ends the server with what it had started, and brings a broker back', async () => {
  const { page } = await workbook.open(LESSON)
  const lesson = `${workbook.clone.folder}/lessons/04-replicas`
  copyFileSync(`${lesson}/solution.ts`, `${lesson}/exercise.ts`)
  await page.getByRole('button', { name: 'Check', exact: true }).click()
  await page.locator('#workbench .printed').getByText('killed').waitFor({ timeout: 300_000 })
  workbook.docs.signalGroup('SIGINT')
  const { code } = await workbook.docs.ended
  expect(code).toBe(130)
  const { stdout } = await workbook.clone.run(['cluster', 'status', '--json'])
  expect(JSON.parse(stdout).brokers.map(({ state }: { state: string }) => state)).toEqual([
    'up',
    'up',
    'up',
  ])
  await page.getByText('The workbook does not answer.').waitFor()
})
