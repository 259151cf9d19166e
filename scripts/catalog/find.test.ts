import { expect, test } from 'vitest'
import { findLesson, nearestLesson } from './find.ts'
import type { Lesson } from './lessons.ts'

const lessons = ['01-producers', '02-consumers', '05-consumer-groups'].map(
  (id) => ({ id, number: Number(id.slice(0, 2)) }) as Lesson,
)

test.each([
  ['1', '01-producers'],
  ['01', '01-producers'],
  ['producers', '01-producers'],
  ['01-producers', '01-producers'],
  ['Consumer-Groups', '05-consumer-groups'],
  ['5', '05-consumer-groups'],
])('"%s" finds %s', (typed, id) => {
  expect(findLesson(lessons, typed)?.id).toBe(id)
})

test.each(['4', 'prod', '', '1-producers'])('"%s" finds nothing', (typed) => {
  expect(findLesson(lessons, typed)).toBeUndefined()
})

test.each([
  ['prodcuers', '01-producers'],
  ['groups', '05-consumer-groups'],
  ['9', '05-consumer-groups'],
])('nearest to "%s" is %s', (typed, id) => {
  expect(nearestLesson(lessons, typed)?.id).toBe(id)
})
