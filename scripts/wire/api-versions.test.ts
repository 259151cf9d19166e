import { expect, test } from 'vitest'
import { limitVersions } from './api-versions.ts'
import { Reader, Writer } from './bytes.ts'

const FETCH = 1
const METADATA = 3
const HEARTBEAT = 12
const offered = [
  [FETCH, 4, 18], // what is known here
  [METADATA, 0, 99],
  [HEARTBEAT, 0, 99], // names no brokers
] as const

function answer(apiVersion: number, error = 0): Buffer {
  const writer = new Writer().int32(0).int32(1).int16(error)
  const write = ([key, oldest, newest]: (typeof offered)[number]): void => {
    writer.int16(key).int16(oldest).int16(newest)
    if (apiVersion >= 3) writer.noTags()
  }
  if (apiVersion >= 3) writer.compactList(offered, write)
  else writer.list(offered, write)
  return writer.done()
}

function newest(bytes: Buffer, apiVersion: number): number[] {
  const reader = new Reader(bytes)
  reader.bytes(10)
  const read = (): number => {
    reader.bytes(4)
    const version = reader.int16()
    if (apiVersion >= 3) reader.tags()
    return version
  }
  return apiVersion >= 3 ? reader.compactList(read) : reader.list(read)
}

test.each([0, 1, 2, 3, 4])(
  'version %i: only unknown versions that name brokers go',
  (apiVersion) => {
    const bytes = answer(apiVersion)
    limitVersions(bytes, { apiKey: 18, apiVersion, correlationId: 1 })
    expect(newest(bytes, apiVersion)).toEqual([18, 13, 99])
  },
)

test('other answers, and refusals, stay as they are', () => {
  const [bytes, refusal] = [answer(3), answer(0, 35)]
  limitVersions(bytes, { apiKey: 3, apiVersion: 3, correlationId: 1 })
  limitVersions(refusal, { apiKey: 18, apiVersion: 99, correlationId: 1 })
  expect(bytes).toEqual(answer(3))
  expect(refusal).toEqual(answer(0, 35))
})
