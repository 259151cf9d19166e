import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { afterCheck, ProgressFile } from '../progress/index.ts'
import { silent } from '../terminal/index.ts'
import { nextLesson } from './next-lesson.ts'
import { allLessons } from './which-lesson.ts'

let home: string

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'workbook-next-'))
})

afterEach(() => rmSync(home, { recursive: true }))

const next = (): string =>
  nextLesson({
    env: { WORKBOOK_STATE: home },
    report: silent,
    print: () => {},
    onInterrupt: () => () => {},
  })

function pass(lessons: readonly { id: string }[]): void {
  const file = new ProgressFile({ WORKBOOK_STATE: home }, () => {})
  for (const { id } of lessons) file.update((all) => afterCheck(all, id, undefined, new Date()))
}

test('the first lesson that was not passed comes next, and the list after all of them', () => {
  expect(next()).toBe('npm run lesson 1')
  pass(allLessons().filter((_, index) => index !== 1))
  expect(next()).toBe(`npm run lesson ${allLessons()[1]?.number}`)
  pass(allLessons())
  expect(next()).toBe('npm run lesson')
})

test('progress that cannot be read is left as it is', () => {
  writeFileSync(join(home, 'progress.json'), 'torn {')
  expect(next()).toBe('npm run lesson 1')
  expect(readdirSync(home)).toEqual(['progress.json'])
})

test('so is what a newer workbook has written, also by those who would mend it', () => {
  writeFileSync(join(home, 'format-version'), '99')
  writeFileSync(join(home, 'progress.json'), '{"formatVersion":2}')
  const file = new ProgressFile({ WORKBOOK_STATE: home }, () => {})
  expect(() => file.read()).toThrow('written by a newer workbook')
  expect(readdirSync(home).sort()).toEqual(['format-version', 'progress.json'])
})

test('a folder in its place is no progress', () => {
  mkdirSync(join(home, 'progress.json'))
  expect(next()).toBe('npm run lesson 1')
})
