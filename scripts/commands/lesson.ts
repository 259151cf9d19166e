import { randomBytes } from 'node:crypto'
import { join, relative } from 'node:path'
import type { Lesson } from '../catalog/index.ts'
import { loadCheck, refuseRemote } from '../check/index.ts'
import { chooseCluster } from '../cluster/index.ts'
import { describeState, type Progress, progressFileOf, progressIn } from '../progress/index.ts'
import { brokerRequests, runOnTerminal } from '../runner/index.ts'
import { formatTable } from '../terminal/index.ts'
import type { Command } from './command.ts'
import { firstToDo } from './next-lesson.ts'
import { tellClass } from './tell-class.ts'
import { whereFor } from './where.ts'
import { allLessons, lessonNamed } from './which-lesson.ts'

// Ended by Ctrl-C or by a request to end: whoever did that knows why.
const ENDED_ON_PURPOSE: readonly number[] = [130, 143]

export const lesson: Command = {
  name: 'lesson',
  summary: 'List the lessons, or run the demo of one',
  usage: ['npm run lesson', 'npm run lesson 1              also: 01, producers, 01-producers'],
  flags: [],
  async run(args, io) {
    const [typed] = args.words
    if (typed === undefined) {
      io.print(describeLessons(allLessons(), progressFileOf(io).read()))
      return 0
    }
    const found = lessonNamed(typed)
    const { takesBrokers, growsTopics } = await loadCheck(found)
    const env = whereFor(found, Boolean(takesBrokers || growsTopics), io)
    const cluster = await chooseCluster(env)
    await refuseRemote(found, cluster)
    await cluster.up(io.report)
    const run = randomBytes(4).toString('hex')
    const setting = { lesson: found.id, addresses: cluster.addresses, run }
    const demo = join(found.folder, 'demo.ts')
    const begun = { lesson: found.id, verdict: 'begun', attempt: 0, durationMs: 0 } as const
    const [code] = await Promise.all([
      runOnTerminal(demo, setting, env, brokerRequests(cluster)),
      tellClass(begun, io),
    ])
    if (code === 0) {
      io.print(`\nNext: read ${pageOf(found)}, then npm run check ${found.number}`)
    } else if (!ENDED_ON_PURPOSE.includes(code)) {
      io.report.note(
        `\nThe demo ended early, with exit code ${code}. You can run it again at any time. If it ends like this each time: npm run doctor`,
      )
    }
    return code
  },
}

function describeLessons(lessons: readonly Lesson[], progress: Progress): string {
  const rows = lessons.map(({ id, number, title, minutes }) => [
    `${number}`.padStart(3),
    title,
    `${minutes} minutes`,
    describeState(progressIn(progress, id)),
  ])
  const next = firstToDo(lessons, progress)
  const begins = lessons.every(({ id }) => !progressIn(progress, id).passedAt)
  return [
    formatTable(rows),
    '',
    ...(begins ? ['Before the first: docs/understanding-kafka.md (5 minutes)'] : []),
    next ? `Next: npm run lesson ${next.number}` : 'You have passed every lesson.',
  ].join('\n')
}

function pageOf(found: Lesson): string {
  return relative(process.cwd(), join(found.folder, 'lesson.md'))
}
