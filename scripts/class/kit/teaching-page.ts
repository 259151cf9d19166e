import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lesson } from '../../catalog/index.ts'
import { projectRoot, writeAtomically } from '../../state/index.ts'
import { formats, scheduleOf, scheduleTable } from './schedule.ts'

/** The page for teachers, whose schedules and notes are made from the lessons. */
export const teachingPage = join(projectRoot, 'docs', 'teaching.md')

/** A page with its schedules and notes as they should be now. */
export function withKit(page: string, lessons: readonly Lesson[]): string {
  const parts = [
    ...formats.map((format) => [format.name, scheduleTable(scheduleOf(format, lessons))] as const),
    ['notes', lessons.map(notesOf).join('\n\n')] as const,
  ]
  return parts.reduce((text, [name, content]) => {
    const marked = new RegExp(`(<!-- kit ${name} -->\\n)[\\s\\S]*?(<!-- end -->)`)
    if (!marked.test(text)) throw new Error(`the page has no place for ${name}`)
    return text.replace(marked, (_all, begin, end) => `${begin}\n${content}\n\n${end}`)
  }, page)
}

/** Brings the page up to date. */
export function writeKit(lessons: readonly Lesson[]): void {
  writeAtomically(teachingPage, withKit(readFileSync(teachingPage, 'utf8'), lessons))
}

// The page has one title, so a lesson's is a smaller one here.
function notesOf({ folder }: Lesson): string {
  const notes = readFileSync(join(folder, 'teacher.md'), 'utf8')
  return notes.replace(/^# (.*): for the teacher$/m, '### $1').trim()
}
