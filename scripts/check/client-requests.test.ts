import { expect, test } from 'vitest'
import { Writer } from '../wire/bytes.ts'
import { topicsAskedFor } from './client-requests.ts'

const METADATA = 3

function metadataRequest(version: number, body: (to: Writer) => Writer): Buffer {
  const header = new Writer().int16(METADATA).int16(version).int32(7).string('till')
  return new Writer().sizedBytes(body(version >= 9 ? header.noTags() : header).done()).done()
}

const withIds = (topics: readonly string[]) => (to: Writer) =>
  to.compactList(topics, (topic) => {
    to.int64(0).int64(0).compactString(topic).noTags()
  })

test.each([
  ['a list', 6, (to: Writer) => to.list(['orders', 'totals'], (topic) => void to.string(topic))],
  [
    'a flexible list',
    9,
    (to: Writer) =>
      to.compactList(['orders', 'totals'], (topic) => void to.compactString(topic).noTags()),
  ],
  ['topics with ids', 12, withIds(['orders', 'totals'])],
])('topics that are asked for by name: %s', (_, version, body) => {
  expect(topicsAskedFor(metadataRequest(version, body))).toEqual(['orders', 'totals'])
})

test.each([
  ['asks for all', 6, (to: Writer) => to.int32(-1)],
  ['asks for none', 6, (to: Writer) => to.int32(0)],
  ['asks by id alone', 12, withIds([''])],
  ['ends too early', 6, (to: Writer) => to.int32(3)],
])('no name is read from a request that %s', (_, version, body) => {
  expect(topicsAskedFor(metadataRequest(version, body))).toEqual([])
})
