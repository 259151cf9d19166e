import { relative } from 'node:path'
import type { Lesson } from '../catalog/index.ts'
import { exerciseOf, openAnswer } from '../check/index.ts'
import { WorkbookError } from '../errors.ts'
import { type ProgressFile, progressFileOf } from '../progress/index.ts'
import type { Arguments, Command, Io } from './command.ts'
import { checkAndShow, checkAsJson } from './show-check.ts'
import { lessonNamed } from './which-lesson.ts'

export const check: Command = {
  name: 'check',
  summary: 'Grade your exercise by what the brokers then hold',
  usage: [
    'npm run check 1',
    'npm run check 1 file my-answer.ts     grades another file',
    'npm run -s check 1 -- --json          for programs',
  ],
  flags: ['json', 'file'],
  async run(args, io) {
    const lesson = lessonNamed(args.words[0])
    const { file, progress } = chooseFile(lesson, args, io)
    using answer = openAnswer(file, lesson)
    if (args.flags.has('json')) return await checkAsJson(lesson, answer, io, progress)
    return await checkAndShow(lesson, answer, io, progress)
  },
}

/** Only the learner's own file counts towards their progress. */
function chooseFile(
  lesson: Lesson,
  { words, flags }: Arguments,
  io: Io,
): { file: string; progress?: ProgressFile } {
  const [, ...rest] = words
  const [file, ...more] = rest[0] === 'file' ? rest.slice(1) : flags.has('file') ? rest : []
  if (file !== undefined && more.length === 0) return { file }
  if (rest.length > 0 || flags.has('file')) {
    throw new WorkbookError('BAD_USAGE', `"${rest.join(' ')}" is not understood.`, {
      remedy: `To grade another file: npm run check ${lesson.number} file my-answer.ts`,
    })
  }
  return { file: ownFile(lesson, io), progress: progressFileOf(io) }
}

/** The learner's own file of a lesson, and the news if it had to be made. */
export function ownFile(lesson: Lesson, io: Io): string {
  const { file, made } = exerciseOf(lesson)
  const shown = relative(process.cwd(), file)
  if (made) io.report.note(`Made ${shown} from the starter: it is yours to edit.`)
  return file
}
