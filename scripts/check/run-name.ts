import { randomInt } from 'node:crypto'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz'

/** A name for the run of a grading, such as `k3f9`: letter and digit in turn, as nobody names theirs. */
export function newRun(): string {
  const letter = (): string => LETTERS[randomInt(LETTERS.length)] ?? ''
  return `${letter()}${randomInt(10)}${letter()}${randomInt(10)}`
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
