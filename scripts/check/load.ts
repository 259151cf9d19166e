import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Lesson } from '../catalog/index.ts'
import { WorkbookError } from '../errors.ts'
import type { Check } from './definition.ts'

// Set by compile.mjs, which compiles the lessons' checks together with the engine.
declare const WORKBOOK_ROOT: string | undefined

/** Loads how a lesson's exercise is graded. */
export async function loadCheck(lesson: Lesson): Promise<Check<unknown>> {
  const source = join(lesson.folder, 'check.test.ts')
  if (!existsSync(source)) {
    throw new WorkbookError('NO_EXERCISE', `Lesson ${lesson.number} has no exercise yet.`)
  }
  const compiled = new URL(`lessons/${lesson.id}/check.js`, import.meta.url)
  const place = typeof WORKBOOK_ROOT === 'string' ? compiled : pathToFileURL(source)
  const loaded = (await import(place.href)) as { default: Check<unknown> }
  return loaded.default
}
