import { wrap } from '../terminal/index.ts'
import type { Diagnosis } from './diagnosis.ts'
import type { Finding } from './finding.ts'
import { canMend } from './mend.ts'

const WIDTH = 80

/** A diagnosis for people, with the next command to type at its end: `lesson`, if all is well. */
export function describeDiagnosis(diagnosis: Diagnosis, lesson: string): string {
  const fine = diagnosis.fine.map((line) => wrap(`  ok    ${line}`, WIDTH))
  const findings = diagnosis.findings.map(describeFinding)
  return [fine.join('\n'), ...findings, describeNext(diagnosis, lesson)]
    .filter(Boolean)
    .join('\n\n')
}

function describeFinding({ code, blocks, what, why, fix }: Finding): string {
  const lines = [`  ${blocks ? 'no  ' : 'note'}  ${what}  [${code}]`, labelled('Why', why)]
  // A remedy may end with commands, each on a line of its own.
  const [first = '', ...commands] = fix.split('\n')
  lines.push(labelled('Try', first), ...commands.map((line) => labelled('', line.trim())))
  return lines.map((line) => wrap(line, WIDTH)).join('\n')
}

function labelled(label: string, text: string): string {
  return `        ${label.padEnd(5)}  ${text}`
}

function describeNext({ findings, blocks }: Diagnosis, lesson: string): string {
  if (canMend(findings)) return 'Next: npm run doctor fix'
  if (blocks) return 'Next: do what stands beside "Try", then npm run doctor'
  return `Nothing keeps lessons from running. Next: ${lesson}`
}
