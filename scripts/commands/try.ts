import { loadCheck, Stage } from '../check/index.ts'
import { chooseCluster } from '../cluster/index.ts'
import { runOnTerminal } from '../runner/index.ts'
import { ownFile } from './check.ts'
import type { Command } from './command.ts'
import { whereFor } from './where.ts'
import { lessonNamed } from './which-lesson.ts'

// What a script calls its run when it is started by hand.
const BY_HAND = 'me'

export const tryOut: Command = {
  name: 'try',
  summary: 'Run your exercise ungraded, and see what it prints',
  usage: ['npm run try 1'],
  flags: [],
  async run(args, io) {
    const lesson = lessonNamed(args.words[0])
    const file = ownFile(lesson, io)
    const check = await loadCheck(lesson)
    const env = whereFor(lesson, Boolean(check.takesBrokers), io)
    const cluster = await chooseCluster(env)
    await cluster.up(io.report)
    const { addresses } = cluster
    const setting = { lesson: lesson.id, addresses, run: BY_HAND }
    await using stage = new Stage({
      ...setting,
      file,
      brokers: cluster,
      env,
      lastingRun: BY_HAND,
      tell: io.report.note,
    })
    await check.prepare?.(stage)
    const acknowledged = (id: unknown): void => io.print(`acknowledged: ${id}`)
    const code = await runOnTerminal(file, setting, env, { acknowledged })
    io.print(`\nIt ended with exit code ${code}. Next: npm run check ${lesson.number}`)
    return code
  },
}
