import { randomInt } from 'node:crypto'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'
const PAIRS = LETTERS.length * 10
const COUNT = PAIRS ** 2
// It shares no divisor with COUNT, so that every name comes once before any comes again.
const STRIDE = 8191

let latest = randomInt(COUNT)

/**
 * A name for the run of a grading, such as `k3f9`: letter and digit in turn, as nobody names theirs.
 * A process that grades side by side, as the gate does, is given each of the 67,600 once: two with
 * one name would write to the same topics.
 */
export function newRun(): string {
  latest = (latest + STRIDE) % COUNT
  return `${pair(Math.floor(latest / PAIRS))}${pair(latest % PAIRS)}`
}

function pair(number: number): string {
  return `${LETTERS[Math.floor(number / 10)]}${number % 10}`
}

/**
 * Whether a name on the cluster, such as `ada.01-producers.k3f9.orders`, is of a grading of the
 * learner whose names begin with `prefix`.
 */
export function isOfGrading(name: string, prefix: string): boolean {
  if (!name.startsWith(prefix)) return false
  const [lesson = '', run = '', ...rest] = name.slice(prefix.length).split('.')
  return /^\d\d-/.test(lesson) && /^[a-z]\d[a-z]\d$/.test(run) && rest.length > 0
}
