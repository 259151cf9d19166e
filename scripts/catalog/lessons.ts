import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { WorkbookError } from '../errors.ts'

/** The name of a lesson's folder, such as `01-producers`. */
export type LessonId = string & { readonly brand: 'LessonId' }

/** A lesson, complete in its folder. */
export interface Lesson {
  readonly id: LessonId
  readonly number: number
  readonly folder: string
  readonly title: string
  readonly minutes: number
  readonly teaches: readonly string[]
  readonly requires: readonly string[]
  readonly prediction: Prediction
  /** From a nudge to nearly the code. */
  readonly hints: readonly string[]
  /** The finding that the untouched starter gets. */
  readonly starter: string
  /** The page without its front matter. */
  readonly page: string
}

/** A question about what the cluster will do, asked before the demo runs. */
export interface Prediction {
  readonly ask: string
  readonly options: readonly string[]
  /** One of the options. */
  readonly answer: string
}

/** Discovers all lessons by their folders, in order. */
export function readLessons(folder: string): Lesson[] {
  return readdirSync(folder)
    .filter((name) => existsSync(join(folder, name, 'lesson.md')))
    .sort()
    .map((name) => readLesson(folder, parseLessonId(name)))
}

function parseLessonId(name: string): LessonId {
  if (/^\d{2}-[a-z0-9-]+$/.test(name)) return name as LessonId
  throw new WorkbookError(
    'BAD_LESSON_FILE',
    `lessons/${name} is not named like a lesson, such as 03-partitions.`,
  )
}

function readLesson(folder: string, id: LessonId): Lesson {
  const file = join(folder, id, 'lesson.md')
  const { frontMatter, page } = splitPage(readFileSync(file, 'utf8'))
  const { title, minutes, prediction, teaches, requires, hints, starter } = frontMatter
  const wrong = (what: string): WorkbookError =>
    new WorkbookError('BAD_LESSON_FILE', `${file}: ${what}.`)
  if (typeof title !== 'string') throw wrong('the front matter has no title')
  if (typeof minutes !== 'number') throw wrong('the front matter has no minutes')
  if (!isPrediction(prediction)) throw wrong('the prediction needs ask, options, and one as answer')
  if (!isTexts(teaches)) throw wrong('the front matter does not list what the lesson teaches')
  if (!isTexts(requires)) throw wrong('the front matter does not list what the lesson requires')
  if (!isTexts(hints) || hints.length !== 3) throw wrong('the front matter needs three hints')
  if (typeof starter !== 'string') throw wrong("the front matter lacks the starter's finding")
  return {
    id,
    number: Number(id.slice(0, 2)),
    folder: join(folder, id),
    title,
    minutes,
    teaches,
    requires,
    prediction,
    hints,
    starter,
    page,
  }
}

/** Takes the YAML between the first two `---` lines off a page. */
export function splitPage(text: string): { frontMatter: Record<string, unknown>; page: string } {
  const [, yaml, page] = /^---\n(.*?\n)---\n(.*)$/s.exec(text) ?? []
  return yaml === undefined
    ? { frontMatter: {}, page: text }
    : { frontMatter: parse(yaml), page: page ?? '' }
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}

function isPrediction(value: unknown): value is Prediction {
  const { ask, options, answer } = (value ?? {}) as Record<string, unknown>
  return typeof ask === 'string' && Array.isArray(options) && options.includes(answer)
}
