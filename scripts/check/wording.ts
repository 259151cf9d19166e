import { basename } from 'node:path'
import type { Finding } from './definition.ts'
import type { ErrorReport } from './error-report.ts'
import type { Grading } from './grade.ts'
import type { Judged } from './judge.ts'

/** Colours, where there are any; what they say is said in words as well. */
export interface Tints {
  green(text: string): string
  red(text: string): string
  bold(text: string): string
}

const plain: Tints = { green: (text) => text, red: (text) => text, bold: (text) => text }

/** A verdict as people read it: what was asked for, line by line, and what to make of it. */
export function describeGrading(grading: Grading, tints: Tints = plain): string {
  const [finding] = grading.findings
  return [
    describeJudged(grading.judged, finding, tints),
    finding ? describeFailure(finding, grading.error, tints) : describePass(grading, tints),
    ...grading.notes.map((note) => `  Note      ${note}`),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
}

function describeJudged(
  judged: readonly Judged[],
  finding: Finding | undefined,
  tints: Tints,
): string {
  const unmet = judged.filter(({ holds }) => !holds)
  const firstUnmet = unmet.find(({ tried }) => tried) ?? unmet[0]
  const lines = judged.map((one) => {
    const id = one === firstUnmet && finding ? `  [${finding.id}]` : ''
    if (!one.tried) return `  --  not tried: ${one.fact}${id}`
    return `  ${one.holds ? tints.green('ok') : tints.red('no')}  ${one.fact}${id}`
  })
  return lines.join('\n')
}

function describeFailure(finding: Finding, error: ErrorReport | undefined, tints: Tints): string {
  const own = error && !error.unreadable ? describeOwnError(error) : []
  return [
    ...own,
    `  ${tints.bold('Expected')}  ${finding.expected}`,
    `  ${tints.bold('Observed')}  ${finding.observed}`,
    `  ${tints.bold('Why')}       ${finding.why}`,
    `  ${tints.bold('Try')}       ${finding.try}`,
  ].join('\n')
}

// A learner's own error comes first: it is nearest to what they wrote.
function describeOwnError(error: ErrorReport): string[] {
  const line = error.line === undefined ? '' : `, line ${error.line}`
  return [
    `  Your program threw (${basename(error.file)}${line}):`,
    `    ${error.message}`,
    ...(error.code ? [`    > ${error.code}`] : []),
    '',
  ]
}

function describePass({ passed }: Grading, tints: Tints): string {
  if (!passed) return ''
  const holds = passed.holds.map((line) => `  ${line}`).join('\n')
  return `${holds}\n\n  ${tints.bold('Why it works')}  ${passed.why}`
}
