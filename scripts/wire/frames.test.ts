import { PassThrough } from 'node:stream'
import { expect, test } from 'vitest'
import { onAnswers, onRequests } from './frames.ts'

function frame(content: string): Buffer {
  const size = Buffer.alloc(4)
  size.writeInt32BE(content.length)
  return Buffer.concat([size, Buffer.from(content)])
}

const messages = ['one', '', 'a longer one', 'x'.repeat(100_000)]
const bytes = Buffer.concat(messages.map(frame))

test.each([1, 3, 5, 64, 65_536, bytes.length])('in pieces of %i bytes', async (length) => {
  const socket = new PassThrough()
  const taken: string[] = []
  onAnswers(socket, (answer) => taken.push(answer.toString('utf8', 4)))
  for (let at = 0; at < bytes.length; at += length) socket.write(bytes.subarray(at, at + length))
  await new Promise((end) => socket.end(end))
  expect(taken).toEqual(messages)
})

test.each([
  ['a browser', Buffer.from('GET / HTTP/1.1\r\n\r\n')],
  ['a client that speaks TLS', Buffer.from('160301020001', 'hex')],
  ['nonsense', Buffer.from('ffffffff', 'hex')],
])('%s is hung up on', (_, said) => {
  const socket = new PassThrough()
  const taken: Buffer[] = []
  onRequests(socket, (request) => taken.push(request))
  socket.write(said)
  expect(socket.destroyed).toBe(true)
  expect(taken).toEqual([])
})

test('so is who sends what cannot be read, and no more of it is taken', () => {
  const socket = new PassThrough()
  let taken = 0
  onRequests(socket, () => {
    taken++
    throw new Error('too short')
  })
  socket.write(bytes)
  expect(socket.destroyed).toBe(true)
  expect(taken).toBe(1)
})
