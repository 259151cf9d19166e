import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type AilmentCode, problems } from '../problems.ts'
import { projectRoot, writeAtomically } from '../state/index.ts'
import { type ProgramSymptom, programSymptoms } from './program-symptoms.ts'
import { clusterSymptoms, machineSymptoms, remoteSymptoms } from './symptoms.ts'

/** The page whose tables are made from the doctor's own findings. */
export const troubleshooting = join(projectRoot, 'docs', 'troubleshooting.md')

// What stands in a table as code: what is typed, what is set, and words of programs.
const code = new RegExp(
  [
    /npm run [^.,;:"()]*[^.,;:"()\s]/,
    /git (?:diff|pull)(?: [\w-]+\.yml)?/,
    /docker compose pull|sudo [^)]+|wsl --\w+|node --[\w=-]+/,
    /docker-compose\.yml/,
    /\b[A-Z]+_[A-Z_]+(?:=[\w:]+(?:\.pem)?)?/,
    /acks: -1|(?:group|min|advertised)(?:\.[a-z]+)+|scram-sha-256|docs\/[\w-]+\.md/,
    /sessionTimeout|heartbeatInterval|fromBeginning|heartbeat\(\)/,
    /CompressionTypes\.GZIP|kafkajs-snappy|topic\('orders'\)/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'g',
)

const tables: Readonly<Record<string, () => string[]>> = {
  machine: () => Object.entries(machineSymptoms).map(ailmentRow),
  cluster: () => Object.entries(clusterSymptoms).map(ailmentRow),
  elsewhere: () => Object.entries(remoteSymptoms).map(ailmentRow),
  programs: () => Object.values(programSymptoms).map(programRow),
}

/** A page with its tables as they should be now. */
export function withTables(page: string): string {
  return Object.entries(tables).reduce((text, [name, rows]) => {
    const head = ['| You see | It is | Do |', '|---|---|---|']
    const table = [...head, ...rows()].join('\n')
    const marked = new RegExp(`(<!-- table ${name} -->\\n)[\\s\\S]*?(\\n<!-- end -->)`)
    if (!marked.test(text)) throw new Error(`the page has no place for the table ${name}`)
    return text.replace(marked, (_all, begin, end) => `${begin}\n${table}\n${end}`)
  }, page)
}

/** Brings the page up to date. */
export function writeTables(): void {
  writeAtomically(troubleshooting, withTables(readFileSync(troubleshooting, 'utf8')))
}

function ailmentRow([name, seen]: [string, readonly string[]]): string {
  const problem = problems[name as AilmentCode]
  return row(seen, problem.why, problem.remedy)
}

function programRow({ see, is, type }: ProgramSymptom): string {
  return row([see], is, type)
}

function row(seen: readonly string[], is: string, remedy: string): string {
  const messages = seen.map((text) => `\`${text}\``).join('<br>')
  return `| ${messages} | ${withCode(is)} | ${withCode(remedy)} |`
}

/** Marks as code what is typed or set. */
export function withCode(text: string): string {
  return text.replaceAll('\n', ' ').replace(code, (typed) => `\`${typed}\``)
}
