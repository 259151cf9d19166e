import { expect, test } from 'vitest'
import { Writer } from '../wire/bytes.ts'
import { firstWanted, topicsAskedFor } from './client-requests.ts'

const FETCH = 1
const METADATA = 3

type Body = (to: Writer) => Writer

function requestOf(apiKey: number, version: number, flexible: boolean, body: Body): Buffer {
  const header = new Writer().int16(apiKey).int16(version).int32(7).string('till')
  return new Writer().sizedBytes(body(flexible ? header.noTags() : header).done()).done()
}

const metadataRequest = (version: number, body: Body) =>
  requestOf(METADATA, version, version >= 9, body)
const fetchRequest = (version: number, body: Body) => requestOf(FETCH, version, version >= 12, body)

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

const limits: Body = (to) => to.int32(-1).int32(200).int32(1).int32(1000).int8(1)
const session: Body = (to) => to.int32(0).int32(-1)

test.each<[string, number, Body]>([
  [
    'before sessions',
    4,
    (to) =>
      limits(to).list(['orders'], (topic) => {
        to.string(topic).list([3], (partition) => void to.int32(partition).int64(42).int32(1000))
      }),
  ],
  [
    'as KafkaJS asks',
    11,
    (to) =>
      session(limits(to)).list(['orders'], (topic) => {
        to.string(topic).list([3], (partition) => {
          to.int32(partition).int32(-1).int64(42).int64(0).int32(1000)
        })
      }),
  ],
  [
    'flexible',
    12,
    (to) =>
      session(limits(to)).compactList(['orders'], (topic) => {
        to.compactString(topic).compactList([3], (partition) => {
          to.int32(partition).int32(-1).int64(42).int32(-1).int64(0).int32(1000).noTags()
        })
      }),
  ],
])('from which offset on records are asked for: %s', (_, version, body) => {
  expect(firstWanted(fetchRequest(version, body))).toEqual({ topic: 'orders', offset: 42 })
})

test.each<[string, number, Body]>([
  ['names no topic', 11, (to) => session(limits(to)).list([], () => {})],
  ['names topics by id', 13, (to) => session(limits(to)).compactList([], () => {})],
  ['ends too early', 11, limits],
])('no offset is read from a request that %s', (_, version, body) => {
  expect(firstWanted(fetchRequest(version, body))).toBeUndefined()
})
