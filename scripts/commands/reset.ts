import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join, relative } from 'node:path'
import type { Lesson } from '../catalog/index.ts'
import { loadCheck, removeTraces } from '../check/index.ts'
import { chooseCluster } from '../cluster/index.ts'
import { Observer } from '../evidence/index.ts'
import { learnerPrefix } from '../kit/names.ts'
import { openStateFolder } from '../state/index.ts'
import type { Command, Io } from './command.ts'
import { whereFor } from './where.ts'
import { lessonNamed } from './which-lesson.ts'

export const reset: Command = {
  name: 'reset',
  summary: 'Begin an exercise again: your file is kept aside, your topics and groups go',
  usage: ['npm run reset 1'],
  flags: [],
  async run(args, io) {
    const lesson = lessonNamed(args.words[0])
    restoreStarter(lesson, io)
    await forgetTraces(lesson, io)
    io.print(`\nNext: npm run check ${lesson.number}`)
    return 0
  },
}

function restoreStarter(lesson: Lesson, io: Io): void {
  const file = join(lesson.folder, 'exercise.ts')
  const hadOne = existsSync(file)
  if (hadOne) {
    const folder = join(openStateFolder(io.env), 'saved')
    mkdirSync(folder, { recursive: true })
    const time = new Date().toISOString().replaceAll(':', '-')
    const aside = join(folder, `${lesson.id}-${time}.ts`)
    copyFileSync(file, aside)
    io.print(`Your file is kept as ${relative(process.cwd(), aside)}`)
  }
  copyFileSync(join(lesson.folder, 'starter.ts'), file)
  io.print(`${relative(process.cwd(), file)} is the starter${hadOne ? ' again' : ''}.`)
}

/** Deletes what the learner's runs of this lesson left on the cluster. */
async function forgetTraces(lesson: Lesson, io: Io): Promise<void> {
  const { takesBrokers } = await loadCheck(lesson)
  const env = whereFor(lesson, Boolean(takesBrokers), io)
  const cluster = await chooseCluster(env)
  const { ready } = await cluster.status()
  if (!ready) {
    io.print('The brokers are not running: what is on them stays.')
    return
  }
  const prefix = `${learnerPrefix(env)}${lesson.id}.`
  const observer = new Observer(cluster.addresses)
  const [topics, groups] = await Promise.all([observer.topics(), observer.groups()])
  const own = [
    ...topics.filter((name) => name.startsWith(prefix)).map((name) => `  topic  ${name}`),
    ...groups.filter((name) => name.startsWith(prefix)).map((name) => `  group  ${name}`),
  ]
  if (own.length === 0) return io.print('Nothing of yours from this lesson is on the cluster.')
  // Not while a check of this clone is at work there.
  await cluster.exclusively(`resetting lesson ${lesson.number}`, io.report, async () => {
    io.print(`Deleting from the cluster:\n${own.join('\n')}`)
    await removeTraces(cluster.addresses, observer, [prefix])
  })
}
