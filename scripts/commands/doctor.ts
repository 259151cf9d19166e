import {
  type Diagnosis,
  describeDiagnosis,
  examine,
  formatReport,
  mend,
  thisPerson,
  writeTables,
} from '../doctor/index.ts'
import { WorkbookError } from '../errors.ts'
import type { Arguments, Command, Io } from './command.ts'
import { nextLesson } from './next-lesson.ts'

const BLOCKED = 3

type Action = (io: Io, args: Arguments) => Promise<number>

const actions: Readonly<Record<string, Action>> = { look, fix, report, table }

export const doctor: Command = {
  name: 'doctor',
  summary: 'Look for every known problem of set-up; changes nothing',
  usage: [
    'npm run doctor',
    'npm run doctor fix            mends what can be mended without loss',
    'npm run doctor report         the same as text to paste, without secrets',
    'npm run -s doctor -- --json',
  ],
  flags: ['json'],
  async run(args, io) {
    const [name = 'look', extra] = args.words
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (action && extra === undefined) return action(io, args)
    throw new WorkbookError('BAD_USAGE', `"doctor ${args.words.join(' ')}" is not known.`, {
      remedy: `It is used so:\n  ${doctor.usage.join('\n  ')}`,
    })
  },
}

async function look(io: Io, { flags }: Arguments): Promise<number> {
  const diagnosis = await examine(io.env)
  io.print(
    flags.has('json') ? JSON.stringify(diagnosis) : describeDiagnosis(diagnosis, nextLesson(io)),
  )
  return exitCodeOf(diagnosis)
}

async function fix(io: Io, args: Arguments): Promise<number> {
  const { findings } = await examine(io.env)
  await mend(findings, io.env, io.report)
  return look(io, args)
}

async function report(io: Io): Promise<number> {
  const diagnosis = await examine(io.env)
  io.print(formatReport(diagnosis, thisPerson(io.env)))
  return exitCodeOf(diagnosis)
}

// For authors: brings docs/troubleshooting.md up to date.
async function table(io: Io): Promise<number> {
  writeTables()
  io.print('docs/troubleshooting.md is up to date. Next: git diff docs')
  return 0
}

function exitCodeOf({ blocks }: Diagnosis): number {
  return blocks ? BLOCKED : 0
}
