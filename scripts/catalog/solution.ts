import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Lesson } from './lessons.ts'

/** Where two programs differ: pieces of lines that begin with `+`, `-` or a space. */
export type Difference = readonly (readonly string[])[]

/** How a lesson's solution differs from a learner's program. */
export async function compareWithSolution(lesson: Lesson, own: string): Promise<Difference> {
  const { structuredPatch } = await import('diff')
  const solved = readFileSync(join(lesson.folder, 'solution.ts'), 'utf8')
  const { hunks } = structuredPatch('', '', own, solved, '', '', { context: 3 })
  // Without the marks of a missing newline at the end.
  return hunks.map(({ lines }) => lines.filter((line) => !line.startsWith('\\')))
}
