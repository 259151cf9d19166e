import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readLessons } from '../../catalog/index.ts'
import { projectRoot } from '../../state/index.ts'
import { formats, scheduleOf, scheduleTable } from './schedule.ts'
import { teachingPage, withKit } from './teaching-page.ts'

const lessons = readLessons(join(projectRoot, 'lessons'))

test("the schedules and notes of docs/teaching.md are the lessons' own; npm run class kit writes them", () => {
  const page = readFileSync(teachingPage, 'utf8')
  expect(page).toBe(withKit(page, lessons))
})

test.each(formats)('$title is long enough for what it holds', (format) => {
  const last = scheduleOf(format, lessons).at(-1)
  expect((last?.from ?? 0) + (last?.minutes ?? 0)).toBeLessThanOrEqual(format.minutes)
})

test.each(formats)('$title leaves out nothing that a later lesson of it needs', (format) => {
  const taught = lessons.filter(({ number }) => format.lessons.includes(number))
  const last = Math.max(...format.lessons)
  const leftOut = lessons.filter(({ number }) => number < last && !format.lessons.includes(number))
  const missing = new Set(leftOut.flatMap(({ teaches }) => teaches))
  expect(taught.flatMap(({ requires }) => requires).filter((one) => missing.has(one))).toEqual([])
})

test('a schedule counts from the beginning', () => {
  const [format] = formats
  const lesson = { id: '01-a', number: 1, title: 'A', minutes: 52, requires: [], teaches: [] }
  const slots = scheduleOf({ ...(format as (typeof formats)[number]), after: {} }, [
    lesson as never,
  ])
  expect(scheduleTable(slots)).toBe(
    [
      '| at | minutes | what |',
      '|---|---|---|',
      '| 0:00 | 10 | Everybody joins |',
      '| 0:10 | 60 | Lesson 1, A: 52 alone, 8 together |',
      '| 1:10 | 8 | What to remember, and what was left open |',
      '| 1:18 | | end |',
    ].join('\n'),
  )
})
