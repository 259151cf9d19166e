import { expect, test } from 'vitest'
import { showBytes } from './show-bytes.ts'

test.each([
  ['text', Buffer.from('crème'), 'crème'],
  ['markup', Buffer.from('<b onclick="x">'), '<b onclick="x">'],
  ['colours of a terminal', Buffer.from('\u001b[31mred'), '\\x1b[31mred'],
  ['a line break', Buffer.from('a\nb'), 'a\\x0ab'],
  ['signs that turn the text around', Buffer.from('a\u202eb'), 'a\\u202eb'],
  ['no text', Buffer.from([0xff, 0xfe, 0x00]), 'fffe00'],
  ['nothing', Buffer.alloc(0), ''],
])('%s', (_what, bytes, text) => {
  expect(showBytes(bytes)).toEqual({ text, bytes: bytes.length, cut: false })
})

test('of a large value the beginning is shown, and its size told', () => {
  const { text, bytes, cut } = showBytes(Buffer.from('é'.repeat(500_000)))
  expect({ length: text.length, bytes, cut }).toEqual({ length: 2000, bytes: 1_000_000, cut: true })
})
