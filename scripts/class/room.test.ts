import { expect, test } from 'vitest'
import { type ProgressEvent, parseEvent } from '../membership/index.ts'
import { afterEvent, afterJoin, commonFindings, emptyRoom, type Room } from './room.ts'

const failed = (id: string, finding: string, lesson = '01-producers'): ProgressEvent => ({
  id,
  lesson,
  verdict: 'failed',
  finding,
  attempt: 1,
  durationMs: 900,
  at: '2026-11-25T10:00:00Z',
})
const passed = (id: string, lesson = '01-producers'): ProgressEvent => {
  const { finding, ...rest } = failed(id, '', lesson)
  return { ...rest, verdict: 'passed' }
}

function after(...events: readonly (readonly [string, ProgressEvent, number])[]): Room {
  return events.reduce((room, [name, event, at]) => afterEvent(room, name, event, at), emptyRoom)
}

test('a learner is where the last event was, since the first of that lesson', () => {
  const room = after(
    ['ada', failed('1', 'missing-key'), 1000],
    ['ada', failed('2', 'wrong-key'), 2000],
  )
  expect(room.get('ada')).toMatchObject({
    lesson: '01-producers',
    since: 1000,
    tries: 2,
    verdict: 'failed',
    finding: 'wrong-key',
  })
})

test('passing ends the finding, the next lesson begins anew', () => {
  const room = after(
    ['ada', failed('1', 'missing-key'), 1000],
    ['ada', passed('2'), 2000],
    ['ada', failed('3', 'never-commits', '02-consumers'), 3000],
  )
  expect(room.get('ada')).toMatchObject({ since: 3000, tries: 1, passed: ['01-producers'] })
})

test('what is sent twice counts once, in whatever order the room reads it again', () => {
  const events = [
    ['ada', failed('1', 'missing-key'), 1000],
    ['bob', failed('1', 'missing-key'), 1000],
    ['ada', failed('2', 'missing-key'), 2000],
  ] as const
  expect(after(...events, ...events)).toEqual(after(...events))
})

test('to run the demo again does not hide what was found', () => {
  const demo: ProgressEvent = { ...passed('2'), verdict: 'begun', attempt: 0 }
  const room = after(['ada', failed('1', 'no-key'), 1000], ['ada', demo, 2000])
  expect(room.get('ada')).toMatchObject({ verdict: 'failed', finding: 'no-key', tries: 1 })
})

test('the most common finding comes first, with who has it now', () => {
  const room = after(
    ['ada', failed('1', 'no-key'), 1],
    ['bob', failed('2', 'missing-key'), 1],
    ['cem', failed('3', 'missing-key'), 1],
    ['dan', failed('4', 'missing-key'), 1],
    ['dan', passed('5'), 1],
  )
  expect(commonFindings(room)).toEqual([
    { lesson: '01-producers', finding: 'missing-key', names: ['bob', 'cem'] },
    { lesson: '01-producers', finding: 'no-key', names: ['ada'] },
  ])
})

test('who has joined is in the room before anything happened', () => {
  expect([...afterJoin(emptyRoom, 'ada').keys()]).toEqual(['ada'])
})

test('an event survives the way there', () => {
  const event = failed('1', 'no-key')
  expect(parseEvent(JSON.stringify(event))).toEqual(event)
})

test.each([
  'nonsense',
  'null',
  '{}',
  JSON.stringify({ ...failed('1', 'no-key'), verdict: 'praised' }),
  JSON.stringify({ ...failed('1', 'no-key'), lesson: 'x'.repeat(1000) }),
  JSON.stringify({ ...failed('1', 'no-key'), at: 'yesterday' }),
])('%s is no event', (text) => {
  expect(parseEvent(text)).toBeUndefined()
})
