import { expect, test } from 'vitest'
import { describeError, reportError } from './error-report.ts'

test.each([
  ['Expected "}" but found "from"', 'Line 3: Expected "}" but found "from"'],
  ['Cannot use "break" here:', 'Line 3: Cannot use "break" here'],
])("what esbuild says is told without esbuild's frame: %s", (said, told) => {
  const file = import.meta.filename
  const message = `Transform failed with 1 error:\n${file}:3:1: ERROR: ${said}`
  const error = { chain: [{ name: 'TransformError', message }] }
  expect(describeError(reportError(error, file, file))).toBe(told)
})
