import type { Arguments, Command, Io } from './commands/command.ts'
import { verbs } from './commands/index.ts'
import { explained, firstOf, WorkbookError } from './errors.ts'
import { inClass } from './membership/index.ts'
import { swallowedFlag } from './swallowed-flag.ts'
import { createReport, type Report, wrap } from './terminal/index.ts'

const INTERRUPTED = 130
const TERMINATED = 143

/** Runs one command line. The only place that parses it, prints errors and ends the process. */
export async function main(argv: readonly string[]): Promise<void> {
  const report = createReport(process.stderr)
  process.once('SIGINT', () => void interrupt(report, INTERRUPTED))
  process.once('SIGTERM', () => void interrupt(report, TERMINATED))
  // Whoever reads our output, such as `head`, may stop before its end.
  process.stderr.on('error', () => {})
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    process.exit(error.code === 'EPIPE' ? 0 : explainTo(report, explained(error)))
  })
  process.exitCode = await runCommand(argv, report).catch((error: unknown) => {
    report.close()
    return explainTo(report, explained(error))
  })
}

/** What running commands would have to put back. */
const toPutBack = new Set<() => Promise<void>>()

async function interrupt(report: Report, code: number): Promise<never> {
  report.close()
  // Whoever cannot wait asks again.
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(code))
  if (toPutBack.size > 0) report.note('Interrupted. Putting things back ...')
  const done = await Promise.allSettled([...toPutBack].map((putBack) => putBack()))
  const failed = done.find((one) => one.status === 'rejected')
  if (failed) report.note(describeLeft(failed.reason))
  else report.note(toPutBack.size > 0 ? 'All is as before.' : 'Interrupted.')
  process.exit(code)
}

function describeLeft(raised: unknown): string {
  const { message } = firstOf(raised) as Error
  return `Not all could be put back: ${message}\nTo see how the brokers are: npm run cluster status`
}

async function runCommand(argv: readonly string[], report: Report): Promise<number> {
  const [name = 'help', ...rest] = argv
  const command = Object.hasOwn(verbs, name) ? await verbs[name]?.() : undefined
  if (!command) throw new WorkbookError('UNKNOWN_COMMAND', `"${name}" is not a command.`)
  const args = parseArguments(command, rest)
  const swallowed = swallowedFlag(command, rest, process.env)
  if (swallowed) throw swallowed
  const io: Io = {
    env: inClass(process.env),
    report,
    onInterrupt(putBack) {
      toPutBack.add(putBack)
      return () => void toPutBack.delete(putBack)
    },
    print: (text = '') => process.stdout.write(`${wrap(text, process.stdout.columns)}\n`),
  }
  // Of a verb that passes flags on, the first word is still ours.
  if (args.flags.has('help') || args.words[0] === '--help') {
    io.print(`${command.summary}\n${command.usage.map((line) => `  ${line}`).join('\n')}`)
    return 0
  }
  return command.run(args, io)
}

function parseArguments(command: Command, words: readonly string[]): Arguments {
  if (command.passesOn) return { words, flags: new Set() }
  const flags = words.filter((word) => word.startsWith('--')).map((word) => word.slice(2))
  const unknown = flags.find((flag) => flag !== 'help' && !command.flags.includes(flag))
  if (unknown !== undefined) {
    throw new WorkbookError('BAD_USAGE', `"${command.name}" knows no flag --${unknown}.`, {
      remedy: `It is used so:\n  ${command.usage.join('\n  ')}`,
    })
  }
  return { words: words.filter((word) => !word.startsWith('--')), flags: new Set(flags) }
}

function explainTo(report: Report, raised: unknown): number {
  const error = firstOf(raised)
  if (process.env.WORKBOOK_DEBUG === '1') console.error(error)
  if (error instanceof WorkbookError) {
    report.note(`${error.message}\n${error.remedy}`)
    return error.exitCode
  }
  if (isAborted(error)) {
    report.note('\nInterrupted.')
    return INTERRUPTED
  }
  const message = error instanceof Error ? error.message : String(error)
  report.note(`Something unexpected happened in the workbook itself: ${message}`)
  report.note('Run it again with WORKBOOK_DEBUG=1 to see where, and report it with that output.')
  return 3
}

// Ctrl-C or Ctrl-D at a question.
function isAborted(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ABORT_ERR'
}
