import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Lesson } from '../../catalog/index.ts'
import { readExercise } from './exercise-file.ts'

const EVERY_MS = 500

/** Tells the version of a learner's file, now and whenever it changes on disk, by whomever. */
export function watchExercise(lesson: Lesson, changed: (version: string) => void): () => void {
  const file = join(lesson.folder, 'exercise.ts')
  let seen = ''
  const look = (): void => {
    const stamp = stampOf(file)
    if (stamp === seen) return
    seen = stamp
    try {
      changed(readExercise(lesson).version)
    } catch {
      // It is being replaced, or is no file: the next change tells more.
    }
  }
  // By polling: editors replace files, and some mounts send no events.
  const timer = setInterval(look, EVERY_MS)
  look()
  return () => clearInterval(timer)
}

function stampOf(file: string): string {
  const found = statSync(file, { throwIfNoEntry: false })
  return found ? `${found.mtimeMs} ${found.size}` : 'missing'
}
