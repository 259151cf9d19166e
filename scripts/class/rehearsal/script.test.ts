import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../state/index.ts'
import { parts, partsOf } from './script.ts'

test.each(parts)('$lesson/$answer is an answer of that lesson', ({ lesson, answer }) => {
  expect(existsSync(join(projectRoot, 'lessons', lesson, answer))).toBe(true)
})

test('each learner does everything, and begins elsewhere', () => {
  const all = [0, 1, 2, 3].map((learner) => partsOf(learner))
  for (const own of all) expect(new Set(own)).toEqual(new Set(parts))
  expect(new Set(all.map(([first]) => first?.lesson)).size).toBe(4)
})
