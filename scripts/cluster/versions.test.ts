import { expect, test } from 'vitest'
import { isOlder } from './versions.ts'

test.each([
  ['20.10.3', true],
  ['20.10.4', false],
  ['20.10.24+dfsg1', false],
  ['19.03.15', true],
  ['28.2.2', false],
  ['29.0.0-rc.1', false],
])('Docker %s is older than 20.10.4: %s', (version, expected) => {
  expect(isOlder(version, '20.10.4')).toBe(expected)
})
