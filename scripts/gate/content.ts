// What can be said of a lesson without running it.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { marked } from 'marked'
import { type Lesson, quotedRegion, readFences } from '../catalog/index.ts'
import type { Check } from '../check/index.ts'
import { knownAnswers } from './answers.ts'

const MINUTES = { least: 5, most: 20 }
const LESSON_ZERO = [
  'record',
  'topic',
  'partition',
  'offset',
  'key',
  'producer',
  'consumer',
  'consumer-group',
  'broker',
  'replica',
  'controller',
]
const belongs =
  /^(lesson\.md|teacher\.md|transcript\.txt|[\w-]+\.svg|[\w-]+\.ts|check\.test\.ts|right|wrong)$/

/** What an author has to change in a lesson's text and files, each as one sentence. */
export function findContentFaults(
  lesson: Lesson,
  earlier: readonly Lesson[],
  check: Check<unknown>,
): string[] {
  return [
    ...missingFiles(lesson),
    ...strayFiles(lesson),
    ...untaught(lesson, earlier),
    ...missingAnswers(lesson, check),
    ...falseFences(lesson.folder, lesson.page),
    ...brokenLinks(join(lesson.folder, 'lesson.md')),
    ...(lesson.minutes < MINUTES.least || lesson.minutes > MINUTES.most
      ? [`minutes are ${lesson.minutes}; a lesson takes ${MINUTES.least} to ${MINUTES.most}`]
      : []),
  ]
}

function missingFiles({ folder }: Lesson): string[] {
  const needed = ['demo.ts', 'starter.ts', 'solution.ts', 'transcript.txt', 'teacher.md']
  const missing = needed.filter((name) => !existsSync(join(folder, name)))
  if (missing.length > 0) return missing.map((name) => `${name} is missing`)
  const todo = readFileSync(join(folder, 'starter.ts'), 'utf8').includes('TODO')
  return todo ? [] : ['starter.ts has no TODO']
}

function strayFiles({ folder }: Lesson): string[] {
  return readdirSync(folder)
    .filter((name) => !belongs.test(name))
    .map((name) => `${name} does not belong into a lesson`)
}

function untaught({ requires }: Lesson, earlier: readonly Lesson[]): string[] {
  const taught = new Set([...LESSON_ZERO, ...earlier.flatMap(({ teaches }) => teaches)])
  return requires
    .filter((term) => !taught.has(term))
    .map((term) => `requires "${term}", which no earlier lesson teaches`)
}

function missingAnswers(lesson: Lesson, check: Check<unknown>): string[] {
  const ids = check.misconceptions.map(({ id }) => id)
  const answers = knownAnswers(lesson)
  const right = answers.filter(({ name }) => name.startsWith('right/'))
  return [
    ...ids
      .filter((id) => !answers.some(({ expected }) => expected === id))
      .map((id) => `the finding ${id} has no program in wrong/`),
    ...(right.length < 2 ? ['right/ needs two answers of other shapes than the solution'] : []),
  ]
}

/** Blocks of code in a page of this folder that do not say where they come from, or say it wrongly. */
export function falseFences(folder: string, page: string): string[] {
  return readFences(page).flatMap(({ origin, text }) => {
    const shown = `the block "${text.split('\n')[0]}"`
    if (origin?.kind === 'not-run') return []
    if (origin?.kind !== 'file' && origin?.kind !== 'output') {
      return [`${shown} does not say where it comes from`]
    }
    const [file = '', region] = origin.value.split('#')
    const path = join(folder, file)
    const source = existsSync(path) ? readFileSync(path, 'utf8') : ''
    const same = region ? quotedRegion(source, region) === text : source.includes(text)
    return same ? [] : [`${shown} is not what ${origin.value} says`]
  })
}

/** Links and pictures of a page that lead nowhere. */
export function brokenLinks(file: string): string[] {
  const links: string[] = []
  marked.walkTokens(marked.lexer(readFileSync(file, 'utf8')), (token) => {
    if (token.type === 'link' || token.type === 'image') links.push(token.href)
  })
  return links
    .filter((link) => !/^(https?:|#)/.test(link))
    .filter((link) => !existsSync(join(file, '..', link.replace(/#.*/, ''))))
    .map((link) => `the link ${link} leads nowhere`)
}
