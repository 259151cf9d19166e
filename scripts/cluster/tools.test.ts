import { expect, test } from 'vitest'
import { toolArguments, toolClass } from './tools.ts'

test.each([
  ['topics', ['--list'], ['--bootstrap-server', 'b:1', '--list']],
  ['cluster', ['cluster-id'], ['cluster-id', '--bootstrap-server', 'b:1']],
  ['topics', ['--bootstrap-server', 'x:2'], ['--bootstrap-server', 'x:2']],
  ['topics', ['--help'], ['--help']],
])('%s %j is called with %j', (name, given, expected) => {
  expect(toolArguments(name, given, 'b:1')).toEqual(expected)
})

test('an unknown tool is answered with the known ones', () => {
  expect(() => toolClass('topicz')).toThrow(expect.objectContaining({ code: 'BAD_USAGE' }))
})
