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

const logged = (
  stack: unknown,
  { offset = '0', handler = 'eachMessage', error = {} as unknown } = {},
) => {
  const message = `[Runner] Error when calling ${handler}`
  const facts = { topic: 'orders', partition: 0, offset, stack, error }
  return JSON.stringify({ level: 'ERROR', logger: 'kafkajs', message, ...facts })
}
const at = `\n    at Runner.eachMessage (${file}:7:30)`
const inHandler = (...lines: string[]) => errorInHandler(lines.join('\n'), file, file)

test('an error in a handler is read from what KafkaJS logs of it', () => {
  const output = `three orders wait...${logged(`TypeError: value.json is not a function${at}`)}`
  expect(inHandler(output, 'and on')).toMatchObject({
    handler: 'eachMessage',
    message: 'TypeError: value.json is not a function',
    line: 7,
  })
})

test('one that a new attempt has mended is none; of others, the last counts', () => {
  const [one, other] = [`Error: one${at}`, `Error: other${at}`]
  expect(inHandler(logged(one), logged(one, { offset: '1' }))).toBeUndefined()
  const lines = [
    logged(one),
    logged(one),
    logged(other, { offset: '1' }),
    logged(other, { offset: '1' }),
  ]
  expect(inHandler(...lines)?.message).toBe('Error: other')
})

test.each([
  ['no message', `Error${at}`, 'Error'],
  ['a code', `TypeError [ERR_INVALID_ARG_TYPE]: no${at}`, 'TypeError [ERR_INVALID_ARG_TYPE]: no'],
  [
    'several lines',
    `AssertionError: equal:\n\n1 !== 2\n${at}`,
    'AssertionError: equal:\n\n1 !== 2',
  ],
])('an error with %s', (_, stack, message) => {
  expect(inHandler(logged(stack), logged(stack))?.message).toBe(message)
})

test('what is thrown may be no error', () => {
  const line = logged(undefined, { error: 'no currency' })
  expect(inHandler(line, line)?.message).toBe('Error: no currency')
})

const halfALine = `${logged(`TypeError: no${at}`).slice(0, -9)}}`

test.each([
  ['nothing logged', 'Error when calling eachMessage'],
  ['half a line, twice', `${halfALine}\n${halfALine}`],
])('no error is read from %s', (_, output) => {
  expect(inHandler(output)).toBeUndefined()
})
