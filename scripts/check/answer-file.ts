import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { basename, isAbsolute, join, relative, resolve } from 'node:path'
import type { Lesson } from '../catalog/index.ts'
import { WorkbookError } from '../errors.ts'
import { projectRoot } from '../state/index.ts'

// Below the clone, wherever its state is: from there imports are found.
const copies = join(projectRoot, '.workbook', 'answers')

/** A file to be graded. */
export interface AnswerFile extends Disposable {
  /** What the learner knows it as. */
  readonly original: string
  /** What is run: the same file, or a copy of one outside the clone. */
  readonly toRun: string
}

/** The learner's own file of a lesson; made from the starter when it is missing. */
export function exerciseOf(lesson: Lesson): { file: string; made: boolean } {
  const file = join(lesson.folder, 'exercise.ts')
  const made = !existsSync(file)
  if (made) copyFileSync(join(lesson.folder, 'starter.ts'), file)
  return { file, made }
}

/**
 * Makes a file ready to be run. One outside the clone is copied into it, beside the lesson's own
 * data, because its imports would not be found from where it lies.
 */
export function openAnswer(typed: string, lesson: Lesson): AnswerFile {
  const original = resolve(typed)
  if (!statSync(original, { throwIfNoEntry: false })) {
    throw new WorkbookError('NO_ANSWER', `There is no file ${original}.`)
  }
  if (!statSync(original).isFile()) {
    throw new WorkbookError('NO_ANSWER', `${original} is not a file.`)
  }
  const beside = relative(projectRoot, original)
  if (!beside.startsWith('..') && !isAbsolute(beside)) {
    return { original, toRun: original, [Symbol.dispose]: () => {} }
  }
  const folder = join(copies, `${process.pid}`)
  // A starter finds its data beside it, an answer in right/ or wrong/ one folder above.
  for (const place of [folder, join(folder, 'answer')]) copyData(lesson, place)
  const toRun = join(folder, 'answer', basename(original))
  cpSync(original, toRun)
  return {
    original,
    toRun,
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

/** The folders of copies that a check which was killed could not remove. */
export function staleAnswers(): string[] {
  if (!existsSync(copies)) return []
  const left = readdirSync(copies).filter((pid) => !isRunning(Number(pid)))
  return left.map((pid) => join(copies, pid))
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM' // somebody else's
  }
}

const notData = [
  'demo.ts',
  'starter.ts',
  'exercise.ts',
  'solution.ts',
  'misconceptions.ts',
  'evidence.ts',
]

function copyData(lesson: Lesson, folder: string): void {
  mkdirSync(folder, { recursive: true })
  for (const name of readdirSync(lesson.folder)) {
    if (!name.endsWith('.ts') || name.endsWith('.test.ts') || notData.includes(name)) continue
    copyFileSync(join(lesson.folder, name), join(folder, name))
  }
}
