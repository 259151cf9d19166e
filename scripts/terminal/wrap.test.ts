import { expect, test } from 'vitest'
import { wrap } from './wrap.ts'

test.each([
  ['what fits stays', 'one two', 10, 'one two'],
  ['a pipe has no width', 'one two three', undefined, 'one two three'],
  ['lines break at blanks', 'one two three', 8, 'one two\nthree'],
  ['an indent is kept', '  one two three', 8, '  one\n  two\n  three'],
  ['the last column goes on below itself', 'a    one two three', 13, 'a    one two\n     three'],
  ['a word without blanks stays whole', 'see /a/long/path', 8, 'see\n/a/long/path'],
  ['colours take no room', '\u001b[32mone\u001b[39m two', 7, '\u001b[32mone\u001b[39m two'],
])('%s', (_rule, text, width, expected) => {
  expect(wrap(text, width)).toBe(expected)
})
