import type { Check, Finding } from './definition.ts'

/** A requirement of the exercise, and whether it was met. */
export interface Judged {
  readonly fact: string
  readonly holds: boolean
}

export interface Judgement {
  readonly judged: readonly Judged[]
  /** Empty when all requirements are met. The first is the one to mend first. */
  readonly findings: readonly Finding[]
}

/**
 * Decides whether an answer passed, and if not, why. The requirements alone decide; misconceptions
 * only explain, so that none of them can fail a right answer. `before` are findings that make all
 * others pointless; `otherwise` explain what no misconception does.
 */
export function judge<E>(
  check: Check<E>,
  evidence: E,
  { before = [], otherwise = [] }: { before?: readonly Finding[]; otherwise?: readonly Finding[] },
): Judgement {
  const judged = check.requirements.map(([fact, holds]) => ({
    fact: typeof fact === 'string' ? fact : fact(evidence),
    holds: holds(evidence),
  }))
  const unmet = judged.filter(({ holds }) => !holds)
  if (unmet.length === 0) return { judged, findings: [] }
  const known = check.misconceptions
    .filter(({ matches }) => matches(evidence))
    .map(({ id, expected, observed, why, try: next }) => ({
      id,
      expected,
      observed: observed(evidence),
      why,
      try: next,
    }))
  const findings = [...before, ...known, ...otherwise]
  return { judged, findings: findings.length > 0 ? findings : [unrecognised(unmet)] }
}

function unrecognised(unmet: readonly Judged[]): Finding {
  return {
    id: 'unrecognised',
    expected: 'All of what stands above.',
    observed: `Not so: ${unmet.map(({ fact }) => fact).join('; ')}.`,
    why: 'The workbook knows no usual reason for what the cluster holds now.',
    try: 'Compare what the exercise asks for with what your program did, line by line.',
  }
}
