// The teacher's page: one table of the room, drawn again whenever the server tells of a change.
import type { ShownLesson } from '../../class/page-app.ts'
import type { ShownLearner, ShownRoom } from '../../class/room-feed.ts'
import { element, part, say } from './dom.ts'
import { type Drawn, keepInStep } from './keyed.ts'

const MINUTE_MS = 60_000
const REDRAW_MS = 10_000

const lessons: readonly ShownLesson[] = JSON.parse(document.body.dataset.lessons ?? '[]')
// Those of the table's head, without the name.
const columns = ['Lesson', 'For', 'Last check', 'Finding', 'Checks', 'Passed'] as const
const main = part(document.body, 'main')
const state = part(main, '#state')
const rows = new Map<string, Drawn<ShownLearner>>()
let room: ShownRoom = { learners: [], common: [] }
let isLive = false

function draw(): void {
  keepInStep(part(main, '#room'), rows, room.learners, { key: ({ name }) => name, make: makeRow })
  const found = room.common.map(({ lesson, finding, names }) => {
    const item = element('li')
    item.append(element('strong', `${names.length}`), ` ${finding} `)
    item.append(element('span', `lesson ${numberOf(lesson)}: ${names.join(', ')}`, 'soft'))
    return item
  })
  part(main, '#common').replaceChildren(...found)
  part(main, '#common-part').hidden = found.length === 0
  say(state, describe())
}

function describe(): string {
  const { learners, common } = room
  if (learners.length === 0) return 'Nobody has joined yet.'
  const stuck = learners.filter(({ finding }) => finding).length
  const people = learners.length === 1 ? '1 learner' : `${learners.length} learners`
  const [first] = common
  const most = first ? ` Most common: ${first.finding} (${first.names.length}).` : ''
  return `${people}, ${stuck} with a finding to solve.${most}`
}

function makeRow({ name }: ShownLearner): Drawn<ShownLearner> {
  const node = element('tr')
  const head = element('th', name)
  head.scope = 'row'
  const cells = columns.map((column) => {
    const cell = element('td')
    cell.dataset.column = column
    return cell
  })
  node.append(head, ...cells)
  return {
    node,
    show(learner) {
      for (const [index, text] of cellsOf(learner).entries()) {
        const cell = cells[index]
        if (cell && cell.textContent !== text) cell.textContent = text
      }
      node.classList.toggle('stuck', learner.finding !== undefined && learner.tries >= 3)
    },
  }
}

function cellsOf(learner: ShownLearner): string[] {
  const { lesson, verdict, finding, tries, passed } = learner
  if (!lesson) return ['joined', '', '', '', '', `${passed.length}`]
  return [
    `${numberOf(lesson)}. ${lessonOf(lesson)?.title ?? lesson}`,
    sinceOf(learner),
    verdict === 'begun' ? 'none yet' : (verdict ?? ''),
    finding ?? '',
    `${tries}`,
    `${passed.length} of ${lessons.length}`,
  ]
}

function sinceOf({ since, lesson, verdict }: ShownLearner): string {
  if (since === undefined || verdict === 'passed') return ''
  const minutes = Math.max(0, Math.floor((Date.now() - since) / MINUTE_MS))
  const planned = lessonOf(lesson ?? '')?.minutes
  return planned === undefined ? `${minutes} min` : `${minutes} of ${planned} min`
}

function lessonOf(id: string): ShownLesson | undefined {
  return lessons.find((lesson) => lesson.id === id)
}

function numberOf(id: string): string {
  return `${lessonOf(id)?.number ?? id}`
}

const stream = new EventSource('api/room')
stream.addEventListener('room', ({ data }: MessageEvent<string>) => {
  isLive = true
  room = JSON.parse(data)
  draw()
})
stream.addEventListener('error', () => {
  isLive = false
  const isOver = stream.readyState === EventSource.CLOSED
  say(
    state,
    `The class does not answer. ${isOver ? 'Load this page again.' : 'It is asked again.'}`,
  )
})
setInterval(() => isLive && draw(), REDRAW_MS)
