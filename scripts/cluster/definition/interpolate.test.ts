import { expect, test } from 'vitest'
import { interpolate } from './interpolate.ts'

test.each([
  // biome-ignore-start lint/suspicious/noTemplateCurlyInString: compose files write variables so
  ['${A}', { A: 'x' }, 'x'],
  ['${A}', {}, ''],
  ['$A-$A', { A: 'x' }, 'x-x'],
  ['${A:-fallback}', {}, 'fallback'],
  ['${A:-fallback}', { A: '' }, 'fallback'],
  ['${A-fallback}', { A: '' }, ''],
  ['${A:-apache/kafka:4.3.1}', { A: 'mine:1' }, 'mine:1'],
  ['127.0.0.1:${P:-1909}1:9092', {}, '127.0.0.1:19091:9092'],
  // biome-ignore-end lint/suspicious/noTemplateCurlyInString: end of the list
  ['$$A costs $5', { A: 'x' }, '$A costs $5'],
])('%s with %o is %s', (text, variables, expected) => {
  expect(interpolate(text, variables as Record<string, string>)).toBe(expected)
})
