import { expect, test } from 'vitest'
import { readCode, writeCode } from './code.ts'

const said = {
  address: '192.168.17.5',
  ports: '1919',
  secret: '0011223344',
  fingerprint: 'ffeeddccbbaa9988',
}

test('a code fits on a line of a projector, and says what it was made of', () => {
  const code = writeCode(said)
  expect(code).toMatch(/^([0-9A-Z]{4}-){7}[0-9A-Z]{4}$/)
  expect(readCode(code)).toEqual(said)
})

test.each([
  ['in small letters', (code: string) => code.toLowerCase()],
  ['without dashes', (code: string) => code.replaceAll('-', '')],
  ['with O for 0', (code: string) => code.replaceAll('0', 'O')],
  ['with l for 1', (code: string) => code.replaceAll('1', 'l')],
])('it may be typed %s', (_how, typed) => {
  expect(readCode(typed(writeCode(said)))).toEqual(said)
})

test('nearly every slip of a finger is noticed', () => {
  const code = writeCode(said)
  const slips = [...code].flatMap((letter, at) => {
    if (letter === '-') return []
    return [`${code.slice(0, at)}${letter === '7' ? '8' : '7'}${code.slice(at + 1)}`]
  })
  const unnoticed = slips.filter((slip) => {
    try {
      return readCode(slip).address !== undefined
    } catch {
      return false
    }
  })
  expect(unnoticed.length).toBeLessThanOrEqual(1)
})

test.each(['', 'ABCD', 'U'.repeat(32)])('"%s" is refused', (typed) => {
  expect(() => readCode(typed)).toThrow(expect.objectContaining({ code: 'BAD_CODE' }))
})
