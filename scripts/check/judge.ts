import type { Check, Finding, Misconception } from './definition.ts'

/** A requirement of the exercise, and whether it was met. */
export interface Judged {
  readonly fact: string
  readonly holds: boolean
  /** False if the grading was over before it came to this. */
  readonly tried: boolean
}

export interface Judgement {
  readonly judged: readonly Judged[]
  /** Empty when all requirements are met. The first is the one to mend first. */
  readonly findings: readonly Finding[]
}

interface OtherFindings {
  readonly before?: readonly Finding[]
  readonly caught?: readonly Finding[]
  readonly otherwise?: readonly Finding[]
}

/**
 * Decides whether an answer passed, and if not, why. The requirements alone decide; misconceptions
 * only explain, so that none of them can fail a right answer. `before` are findings that make all
 * others pointless; `caught` are about errors in the program's handlers, and come before the first
 * misconception that stands still; `otherwise` explain what no misconception does.
 */
export function judge<E>(
  check: Pick<Check<E>, 'requirements' | 'misconceptions'>,
  evidence: E,
  { before = [], caught = [], otherwise = [] }: OtherFindings,
): Judgement {
  const judged = check.requirements.map(([fact, holds, tried]) => ({
    fact: typeof fact === 'string' ? fact : fact(evidence),
    holds: holds(evidence),
    tried: tried?.(evidence) ?? true,
  }))
  const unmet = judged.filter(({ holds }) => !holds)
  if (unmet.length === 0) return { judged, findings: [] }
  const known = check.misconceptions.filter(({ matches }) => matches(evidence))
  const describe = ({ id, expected, observed, why, try: next }: Misconception<E>): Finding => ({
    id,
    expected,
    observed: observed(evidence),
    why,
    try: next,
  })
  const still = known.findIndex(({ standsStill }) => standsStill)
  const explained = known.map(describe)
  explained.splice(still < 0 ? known.length : still, 0, ...caught)
  const findings = [...before, ...explained, ...otherwise]
  return { judged, findings: findings.length > 0 ? findings : [unrecognised(unmet)] }
}

function unrecognised(unmet: readonly Judged[]): Finding {
  return {
    id: 'unrecognised',
    expected: 'All of what stands above.',
    observed: describeUnmet(unmet),
    why: 'The workbook knows no usual reason for what the cluster holds now.',
    try: 'Compare what the exercise asks for with what your program did, line by line.',
  }
}

function describeUnmet(unmet: readonly Judged[]): string {
  const found = unmet.filter(({ tried }) => tried)
  const told = found.length > 0 ? found : unmet
  const facts = told.map(({ fact }) => fact).join('; ')
  return `${found.length > 0 ? 'Not so' : 'The check was over before it came to this'}: ${facts}.`
}
