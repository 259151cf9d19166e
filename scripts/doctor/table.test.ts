import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../state/index.ts'
import { programSymptoms } from './program-symptoms.ts'
import { clusterSymptoms, machineSymptoms, remoteSymptoms } from './symptoms.ts'
import { troubleshooting, withCode, withTables } from './table.ts'

test("the tables of docs/troubleshooting.md are the doctor's own; npm run doctor table writes them", () => {
  const page = readFileSync(troubleshooting, 'utf8')
  expect(page).toBe(withTables(page))
})

const rows = { ...machineSymptoms, ...clusterSymptoms, ...remoteSymptoms, ...programSymptoms }
const folders = ['scripts', 'test/native', 'test/compose'].map((name) => join(projectRoot, name))
const tests = folders
  .flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8')),
  )
  .join('\n')

test.each(Object.keys(rows))('a test creates the row %s', (code) => {
  expect(tests).toMatch(new RegExp(`seen\\('${code}'`))
})

test.each([
  ['Start it: npm run cluster up', 'Start it: `npm run cluster up`'],
  ['Look again: npm run doctor. If it stays', 'Look again: `npm run doctor`. If it stays'],
  ['such as WORKBOOK_PORTS=2909.', 'such as `WORKBOOK_PORTS=2909`.'],
  ['(sudo usermod -aG docker $USER) and', '(`sudo usermod -aG docker $USER`) and'],
])('%s', (plain, marked) => {
  expect(withCode(plain)).toBe(marked)
})
