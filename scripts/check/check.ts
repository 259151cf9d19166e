import { basename, dirname } from 'node:path'
import type { Check } from './definition.ts'

/**
 * States how a lesson's exercise is graded. `npm run check` imports it; under vitest it is also a
 * test, which grades your exercise.ts.
 */
export function check<E>(definition: Check<E>): Check<E> {
  vitest?.test(
    'your exercise.ts',
    async () => {
      const { gradeInTest } = await import('./in-vitest.ts')
      await gradeInTest(basename(dirname(vitest.expect.getState().testPath ?? '')), definition)
    },
    600_000,
  )
  return definition
}

// Loading vitest takes a second, which only those who asked for it should wait.
const vitest = process.env.VITEST ? await import('vitest') : undefined
