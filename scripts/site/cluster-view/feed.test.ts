import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ClusterFeed } from './feed.ts'
import type { Snapshot } from './snapshot.ts'

const A_MINUTE_MS = 60_000
let looks = 0
let state: 'up' | 'dead' = 'up'

function look(): Promise<Snapshot> {
  looks += 1
  const brokers = [{ id: 1, state, controller: true }]
  return Promise.resolve({ brokers, topics: [], groups: [], leftOut: { partitions: 0, groups: 0 } })
}

beforeEach(() => {
  vi.useFakeTimers()
  looks = 0
  state = 'up'
})
afterEach(() => void vi.useRealTimers())

async function looksInAMinute(pages: number): Promise<number> {
  looks = 0
  const feed = new ClusterFeed(look)
  for (let page = 0; page < pages; page++) feed.subscribe(() => {})
  await vi.advanceTimersByTimeAsync(A_MINUTE_MS)
  feed.close()
  return looks
}

test('twenty pages cost the cluster what one does', async () => {
  expect(await looksInAMinute(20)).toBe(await looksInAMinute(1))
})

test('nobody listens, nobody looks', async () => {
  const feed = new ClusterFeed(look)
  const leave = feed.subscribe(() => {})
  await vi.advanceTimersByTimeAsync(A_MINUTE_MS)
  leave()
  const before = looks
  await vi.advanceTimersByTimeAsync(A_MINUTE_MS)
  expect(looks).toBe(before)
  expect(vi.getTimerCount()).toBe(0)
})

test('a page that comes late is told at once, and all are told of a change once', async () => {
  const feed = new ClusterFeed(look)
  const early = vi.fn()
  feed.subscribe(early)
  await vi.advanceTimersByTimeAsync(A_MINUTE_MS)
  expect(early).toHaveBeenCalledTimes(1)
  const late = vi.fn()
  feed.subscribe(late)
  expect(late).toHaveBeenCalledTimes(1)
  state = 'dead'
  await vi.advanceTimersByTimeAsync(A_MINUTE_MS)
  expect(early).toHaveBeenCalledTimes(2)
  expect(late).toHaveBeenLastCalledWith(
    expect.objectContaining({ brokers: [{ id: 1, state, controller: true }] }),
  )
  feed.close()
})
