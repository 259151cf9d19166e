import type { Lesson } from '../catalog/index.ts'
import { goesBeforeClass, outOfClass } from '../membership/index.ts'
import type { Io } from './command.ts'

/**
 * The environment in which a lesson works: the class's brokers, if this clone is in a class and the
 * lesson does nothing there that a class does not allow. Says so where a learner may wonder.
 */
export function whereFor(lesson: Lesson, needsOwn: boolean, io: Io): NodeJS.ProcessEnv {
  const { env, report } = io
  const before = goesBeforeClass(env)
  if (before) report.note(`${before} is set and goes before the class, which is not used.`)
  const own = needsOwn ? outOfClass(env) : env
  if (own !== env) {
    report.note(
      `Lesson ${lesson.number} does what a class does not allow: it uses brokers of your own.`,
    )
  }
  return own
}
