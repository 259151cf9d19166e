// Schedules for a class, made from the lessons' own minutes.
import type { Lesson } from '../../catalog/index.ts'

type Taught = Pick<Lesson, 'id' | 'number' | 'title' | 'minutes' | 'requires' | 'teaches'>

/** How a class of some length is held. */
export interface Format {
  readonly name: string
  readonly title: string
  /** All there is, in minutes. */
  readonly minutes: number
  /** Until everybody has joined. */
  readonly begin: number
  /** With the whole room at each lesson: the vote before it, the findings after it. */
  readonly room: number
  /** Numbers of the lessons it holds. */
  readonly lessons: readonly number[]
  /** What comes after a lesson, by its number. */
  readonly after: Readonly<Record<number, readonly [what: string, minutes: number]>>
  readonly end: number
}

export const formats: readonly Format[] = [
  {
    name: 'two-hours',
    title: 'Two hours',
    minutes: 120,
    begin: 10,
    room: 8,
    lessons: [1, 2, 3, 5],
    after: { 2: ['Break', 10] },
    end: 8,
  },
  {
    name: 'half-a-day',
    title: 'Half a day',
    minutes: 240,
    begin: 15,
    room: 18,
    lessons: [1, 2, 3, 4, 5],
    after: { 2: ['Break', 15], 4: ['Break', 10] },
    end: 15,
  },
  {
    name: 'a-day',
    title: 'A day',
    minutes: 420,
    begin: 20,
    room: 30,
    lessons: [1, 2, 3, 4, 5],
    after: {
      1: ['Break', 15],
      3: ['Lunch', 60],
      4: ['Break', 15],
      5: ['[The class as an application](class.md)', 45],
    },
    end: 20,
  },
]

/** A line of a schedule; minutes are counted from the beginning of the class. */
export interface Slot {
  readonly from: number
  readonly minutes: number
  readonly what: string
}

/** What happens when in a class of this format. */
export function scheduleOf(format: Format, lessons: readonly Taught[]): Slot[] {
  const { begin, room, after, end } = format
  const taught = lessons.filter(({ number }) => format.lessons.includes(number))
  const plan: (readonly [string, number])[] = [
    ['Everybody joins', begin],
    ...taught.flatMap(({ number, title, minutes }) => [
      [`Lesson ${number}, ${title}: ${minutes} alone, ${room} together`, minutes + room] as const,
      ...(after[number] ? [after[number]] : []),
    ]),
    ['What to remember, and what was left open', end],
  ]
  let from = 0
  return plan.map(([what, minutes]) => {
    const slot = { from, minutes, what }
    from += minutes
    return slot
  })
}

/** The schedule as a table in Markdown. */
export function scheduleTable(slots: readonly Slot[]): string {
  const rows = slots.map(({ from, minutes, what }) => `| ${clock(from)} | ${minutes} | ${what} |`)
  const over = slots.reduce((sum, { minutes }) => sum + minutes, 0)
  return ['| at | minutes | what |', '|---|---|---|', ...rows, `| ${clock(over)} | | end |`].join(
    '\n',
  )
}

function clock(minutes: number): string {
  return `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`
}
