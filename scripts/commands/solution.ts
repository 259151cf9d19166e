import { existsSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { compareWithSolution, type Difference, type Lesson } from '../catalog/index.ts'
import { failuresUntilSolution, progressFileOf, progressIn } from '../progress/index.ts'
import { stylesFor } from '../terminal/index.ts'
import type { Command } from './command.ts'
import { lessonNamed } from './which-lesson.ts'

export const solution: Command = {
  name: 'solution',
  summary: 'Show the solution beside yours, after passing or three failed checks',
  usage: ['npm run solution 1', 'npm run solution 1 anyway'],
  flags: ['anyway'],
  async run(args, io) {
    const lesson = lessonNamed(args.words[0])
    const anyway = args.words[1] === 'anyway' || args.flags.has('anyway')
    const progress = progressIn(progressFileOf(io).read(), lesson.id)
    const left = anyway ? 0 : failuresUntilSolution(progress)
    if (left > 0) {
      const checks = left === 1 ? 'one more failed check' : `${left} more failed checks`
      io.print(`The solution of lesson ${lesson.number} opens when you pass, or after ${checks}.`)
      io.print(`A hint first? npm run hint ${lesson.number}`)
      io.print(`To see it now: npm run solution ${lesson.number} anyway`)
      return 1
    }
    io.print(await describeSolution(lesson))
    return 0
  },
}

async function describeSolution(lesson: Lesson): Promise<string> {
  const file = join(lesson.folder, 'solution.ts')
  const solved = readFileSync(file, 'utf8')
  const own = join(lesson.folder, 'exercise.ts')
  const where = `It is in ${relative(process.cwd(), file)}.`
  if (!existsSync(own)) return `${solved}\n${where}`
  const difference = describeDifference(
    await compareWithSolution(lesson, readFileSync(own, 'utf8')),
  )
  return difference === ''
    ? `Yours is the same, line by line.\n\n${where}`
    : `- yours   + the solution\n\n${difference}\n\n${where}\nOther programs pass as well: the brokers decide.`
}

function describeDifference(pieces: Difference): string {
  const styles = stylesFor(process.stdout)
  const paint = (line: string): string => {
    if (line.startsWith('+')) return styles.green(line)
    return line.startsWith('-') ? styles.red(line) : line
  }
  return pieces.map((lines) => lines.map(paint).join('\n')).join('\n  ...\n')
}
