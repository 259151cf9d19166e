import { element } from './dom.ts'

/** What `npm run check N -- --json` prints, as far as it is shown. */
export interface Verdict {
  readonly verdict: 'passed' | 'failed' | 'error'
  readonly findings: readonly Finding[]
  readonly notes: readonly string[]
  readonly requirements?: readonly Requirement[]
  readonly passed?: { holds: readonly string[]; why: string }
  readonly error?: { file: string; line?: number; message: string; code?: string }
  /** The end of what the program printed. */
  readonly output?: string
}

interface Requirement {
  readonly fact: string
  readonly holds: boolean
  readonly tried: boolean
}

interface Finding {
  readonly id: string
  readonly expected: string
  readonly observed: string
  readonly why: string
  readonly try: string
}

const stamps = { passed: 'Served', failed: 'Not yet', error: 'Not graded' } as const

/** A verdict as a printed ticket. */
export function verdictTicket(verdict: Verdict): HTMLElement {
  const ticket = element('article', '', `verdict ${verdict.verdict}`)
  const { requirements = [], findings, notes } = verdict
  const unmet = requirements.find(({ holds, tried }) => tried && !holds)
  const [finding] = findings
  ticket.append(
    element('p', stamps[verdict.verdict], 'stamp'),
    element('h3', titleOf(verdict, unmet?.fact)),
  )
  if (requirements.length > 0) ticket.append(listOf(requirements))
  if (verdict.error) ticket.append(...ownError(verdict.error))
  if (finding) ticket.append(fourParts(finding))
  if (verdict.passed) ticket.append(...success(verdict.passed))
  for (const note of notes) ticket.append(element('p', note))
  if (verdict.output?.trim()) ticket.append(printedBy(verdict.output))
  return ticket
}

function titleOf({ verdict, findings }: Verdict, unmet: string | undefined): string {
  if (verdict === 'passed') return 'Passed'
  if (verdict === 'error') return 'The check could not be done'
  return unmet ? `Not so: ${unmet}` : (findings[0]?.id.replaceAll('-', ' ') ?? 'Not yet')
}

function listOf(requirements: readonly Requirement[]): HTMLElement {
  const list = element('ul')
  for (const { fact, holds, tried } of requirements) {
    const sign = tried ? (holds ? 'ok' : 'no') : '--'
    const item = element('li', '', sign === 'ok' ? 'ok' : 'no')
    item.append(element('b', sign), element('span', sign === '--' ? `not tried: ${fact}` : fact))
    list.append(item)
  }
  return list
}

function ownError({ file, line, message, code }: NonNullable<Verdict['error']>): HTMLElement[] {
  const name = file.split('/').at(-1) ?? file
  const where = line === undefined ? name : `${name}, line ${line}`
  return [
    element('p', `Your program threw (${where}):`),
    element('pre', [message, ...(code ? [`> ${code}`] : [])].join('\n')),
  ]
}

function fourParts({ expected, observed, why, try: hint }: Finding): HTMLElement {
  const list = element('dl')
  const parts = { Expected: expected, Observed: observed, Why: why, Try: hint }
  for (const [name, text] of Object.entries(parts)) {
    list.append(element('dt', name), element('dd', text))
  }
  return list
}

function success({ holds, why }: NonNullable<Verdict['passed']>): HTMLElement[] {
  const list = element('dl')
  list.append(element('dt', 'Why it works'), element('dd', why))
  return [element('pre', holds.join('\n')), list]
}

function printedBy(output: string): HTMLElement {
  const details = element('details')
  details.append(element('summary', 'What your program printed'), element('pre', output))
  return details
}
