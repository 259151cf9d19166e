import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { WorkbookError } from '../errors.ts'
import {
  describeState,
  type LessonProgress,
  merge,
  type Progress,
  type ProgressFile,
  parseProgress,
  progressFileOf,
  progressIn,
} from '../progress/index.ts'
import { writeAtomically } from '../state/index.ts'
import { formatTable } from '../terminal/index.ts'
import type { Command, Io } from './command.ts'
import { firstToDo } from './next-lesson.ts'
import { allLessons } from './which-lesson.ts'

export const progress: Command = {
  name: 'progress',
  summary: 'Show what you have done and learnt from; export and import it',
  usage: [
    'npm run progress',
    'npm run progress export my-progress.json',
    'npm run progress import my-progress.json',
    'npm run -s progress -- --json',
  ],
  flags: ['json', 'export', 'import'],
  async run({ words, flags }, io) {
    const file = progressFileOf(io)
    const action = ['export', 'import'].find((word) => flags.has(word) || words[0] === word)
    const place = words.find((word) => word !== action)
    if (action && place === undefined) {
      throw new WorkbookError('BAD_USAGE', `Which file to ${action}?`, {
        remedy: `Such as: npm run progress ${action} my-progress.json`,
      })
    }
    if (!action && place !== undefined) {
      throw new WorkbookError('BAD_USAGE', `"${place}" is not understood.`, {
        remedy: 'To move your progress: npm run progress export my-progress.json, or import',
      })
    }
    if (action === 'export' && place) return exportTo(place, file.read(), io)
    if (action === 'import' && place) return importFrom(place, file, io)
    const found = file.read()
    io.print(flags.has('json') ? JSON.stringify(found, null, 2) : describe(found))
    return 0
  },
}

function exportTo(place: string, found: Progress, io: Io): number {
  if (statSync(place, { throwIfNoEntry: false })?.isDirectory()) {
    throw new WorkbookError('BAD_USAGE', `${place} is a folder.`, {
      remedy: `Name a file in it: npm run progress export ${join(place, 'my-progress.json')}`,
    })
  }
  writeAtomically(place, `${JSON.stringify(found, null, 2)}\n`)
  io.print(`Your progress is in ${place}.`)
  return 0
}

function importFrom(place: string, file: ProgressFile, io: Io): number {
  const other = parseProgress(readText(place))
  if (!other) throw new WorkbookError('BAD_PROGRESS', `${place} holds no progress.`)
  file.update((own) => merge(own, other))
  io.print(`Added what ${place} holds to your own. Next: npm run progress`)
  return 0
}

function readText(place: string): string {
  try {
    return readFileSync(place, 'utf8')
  } catch (error) {
    throw new WorkbookError('BAD_PROGRESS', `${place} cannot be read.`, { cause: error })
  }
}

function describe(found: Progress): string {
  const rows = allLessons().map(({ id, number, title }) => {
    const entry = progressIn(found, id)
    return [`${number}`.padStart(3), title, describeState(entry), triesOf(entry), mistakesOf(entry)]
  })
  const next = firstToDo(allLessons(), found)
  const todo = next ? `Next: npm run lesson ${next.number}` : 'You have passed every lesson.'
  return `${formatTable(rows)}\n\n${todo}`
}

function triesOf({ tries }: LessonProgress): string {
  if (tries === 0) return ''
  return tries === 1 ? '1 check' : `${tries} checks`
}

function mistakesOf({ findings }: LessonProgress): string {
  const ids = Object.keys(findings)
  return ids.length > 0 ? `met: ${ids.join(', ')}` : ''
}
