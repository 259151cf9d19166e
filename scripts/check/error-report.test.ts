import { expect, test } from 'vitest'
import { describeError, errorInHandler, reportError } from './error-report.ts'

test.each([
  ['Expected "}" but found "from"', 'Line 3: Expected "}" but found "from"'],
  ['Cannot use "break" here:', 'Line 3: Cannot use "break" here'],
])("what esbuild says is told without esbuild's frame: %s", (said, told) => {
  const file = import.meta.filename
  const message = `Transform failed with 1 error:\n${file}:3:1: ERROR: ${said}`
  const error = { chain: [{ name: 'TransformError', message }] }
  expect(describeError(reportError(error, file, file))).toBe(told)
})

const file = import.meta.filename
const syntaxError = (stack: string) =>
  reportError({ chain: [{ name: 'SyntaxError', message: 'no' }], stack }, file, file)

test('a SyntaxError of JSON.parse() is no file that does not parse', () => {
  const atRuntime = `SyntaxError: no\n    at JSON.parse (<anonymous>)\n    at ${file}:9:22`
  expect(syntaxError(atRuntime)).toMatchObject({ unreadable: false, line: 9 })
  const atImport = `${file}:2\nimport { no } from 'kafkajs'\n         ^^\nSyntaxError: no\n    at ModuleJob._instantiate (node:internal/modules/esm/module_job:180:21)`
  expect(syntaxError(atImport)).toMatchObject({ unreadable: true, line: 2 })
})

const logged = (message: string, facts: object) =>
  JSON.stringify({ level: 'ERROR', logger: 'kafkajs', message, ...facts })
const stack = `TypeError: value.json is not a function\n    at Runner.eachMessage (${file}:7:30)`

test('an error in a handler is read from what KafkaJS logs of it', () => {
  const output = [
    'three orders wait',
    logged('[Runner] The group is rebalancing', { stack: 'Error: another' }),
    logged('[Runner] Error when calling eachMessage', { offset: '0', stack, error: {} }),
    logged('[Consumer] Crash: KafkaJSNonRetriableError', { stack: 'Error: a third' }),
  ].join('\n')
  expect(errorInHandler(output, file, file)).toMatchObject({
    handler: 'eachMessage',
    message: 'TypeError: value.json is not a function',
    line: 7,
  })
})

test.each([
  ['nothing logged', 'Error when calling eachMessage'],
  ['a line without a stack', logged('[Runner] Error when calling eachBatch', { error: 'no' })],
  ['half a line', `${logged('[Runner] Error when calling eachBatch', { stack }).slice(0, -9)}}`],
])('no error is read from %s', (_, output) => {
  expect(errorInHandler(output, file, file)).toBeUndefined()
})
