import { createHash } from 'node:crypto'
import { lstatSync, readFileSync } from 'node:fs'
import type { Lesson } from '../../catalog/index.ts'
import { exerciseOf } from '../../check/index.ts'
import { writeAtomically } from '../../state/index.ts'

/** A learner's file as it is on disk. */
export interface ExerciseText {
  readonly text: string
  /** Changes with the text: who saves must name the one they began from. */
  readonly version: string
}

/** Reads the learner's file; made from the starter when it is missing. */
export function readExercise(lesson: Lesson): ExerciseText {
  const { file } = exerciseOf(lesson)
  requirePlainFile(file)
  return versioned(readFileSync(file, 'utf8'))
}

/** Saves over the version that somebody began from; if the file is another by now, gives that. */
export function saveExercise(
  lesson: Lesson,
  text: string,
  begunFrom: string,
): { saved: boolean; now: ExerciseText } {
  const found = readExercise(lesson)
  if (found.version !== begunFrom) return { saved: false, now: found }
  writeAtomically(exerciseOf(lesson).file, text)
  return { saved: true, now: versioned(text) }
}

function versioned(text: string): ExerciseText {
  return { text, version: createHash('sha256').update(text).digest('hex').slice(0, 16) }
}

// A link would have us read or write somewhere else.
function requirePlainFile(file: string): void {
  if (!lstatSync(file).isFile()) throw new NotAFile(`${file} is not a plain file.`)
}

/** The exercise is a link, a folder or something else that is never written to. */
export class NotAFile extends Error {}
