import { afterHint, progressFileOf, progressIn } from '../progress/index.ts'
import type { Command } from './command.ts'
import { lessonNamed } from './which-lesson.ts'

export const hint: Command = {
  name: 'hint',
  summary: 'Show the next hint of a lesson',
  usage: ['npm run hint 1'],
  flags: [],
  async run(args, io) {
    const lesson = lessonNamed(args.words[0])
    const file = progressFileOf(io)
    const most = lesson.hints.length
    const seen = progressIn(
      file.update((progress) => afterHint(progress, lesson.id, most)),
      lesson.id,
    ).hints
    for (const [index, text] of lesson.hints.slice(0, seen).entries()) {
      io.print(`Hint ${index + 1} of ${most}  ${text}\n`)
    }
    const more = seen < most ? `npm run hint ${lesson.number}` : `npm run solution ${lesson.number}`
    io.print(`Next: npm run check ${lesson.number}\nFor more: ${more}`)
    return 0
  },
}
