import type { Lesson } from '../catalog/index.ts'
import { refuseRemote } from '../check/index.ts'
import { chooseCluster } from '../cluster/index.ts'
import { WorkbookError } from '../errors.ts'
import { type Verified, verifyLessons } from '../gate/index.ts'
import type { Arguments, Command, Io } from './command.ts'
import { allLessons, lessonNamed } from './which-lesson.ts'

// Most wrong answers are waited for, not computed.
const ANSWERS_AT_ONCE = 6

export const verify: Command = {
  name: 'verify',
  summary: 'Prove lessons: text, demo, and the verdict of every answer in their folders',
  usage: ['npm run verify', 'npm run verify 3', 'npm run verify 3 times 20'],
  flags: ['times'],
  async run(args, io) {
    const { names, times } = readWords(args)
    const lessons = names.map(lessonNamed)
    const verified = await verifyHere(lessons, times, io)
    return summarise(verified, io)
  },
}

/** Verifies lessons, all if none is named, so many times, on the cluster that is chosen here. */
export async function verifyHere(
  named: readonly Lesson[],
  times: number,
  io: Io,
): Promise<readonly Verified[]> {
  const all = allLessons()
  const cluster = await chooseCluster(io.env)
  const lessons = named.length > 0 ? named : all
  for (const lesson of lessons) await refuseRemote(lesson, cluster)
  const verified: Verified[] = []
  // A learner of its own: nobody's topics are met, and what is left behind can be told.
  const env = { ...io.env, WORKBOOK_LEARNER: `gate-${process.pid}` }
  await cluster.exclusively('verifying lessons', io.report, async (brokers) => {
    await brokers.up(io.report)
    const interruption = new AbortController()
    const forget = io.onInterrupt(async () => interruption.abort())
    await verifyLessons({
      lessons,
      all,
      times,
      sideBySide: ANSWERS_AT_ONCE,
      addresses: cluster.addresses,
      brokers,
      env,
      interrupted: interruption.signal,
      onStage: (stage) => io.onInterrupt(async () => stage[Symbol.asyncDispose]()),
      onVerified: (one) => {
        verified.push(one)
        tell(one, io)
      },
    })
    forget()
  })
  return verified
}

function readWords({ words, flags }: Arguments): { names: string[]; times: number } {
  const names = [...words]
  const at = words.indexOf('times')
  if (at < 0 && !flags.has('times')) return { names, times: 1 }
  const times = Number(at < 0 ? names.pop() : names.splice(at, 2)[1])
  if (Number.isInteger(times) && times > 0) return { names, times }
  throw new WorkbookError('BAD_USAGE', 'How many times?', {
    remedy: 'Such as: npm run verify 3 times 20',
  })
}

function tell({ lesson, what, fault, durationMs }: Verified, io: Io): void {
  const seconds = `${(durationMs / 1000).toFixed(1)} s`
  io.print(`  ${fault ? 'no' : 'ok'}  ${lesson}  ${what}  ${seconds}`)
  if (fault) io.print(indented(fault, 8))
}

function indented(text: string, by: number): string {
  return text.replace(/^(?=.)/gm, ' '.repeat(by))
}

function summarise(verified: readonly Verified[], io: Io): number {
  const failed = verified.filter(({ fault }) => fault !== undefined)
  if (failed.length > 0) io.print()
  for (const { lesson, what, fault = '' } of failed) {
    io.print(`  ${lesson}  ${what}\n${indented(fault, 4)}`)
  }
  io.print(`\n${verified.length - failed.length} passed, ${failed.length} failed`)
  return failed.length === 0 ? 0 : 1
}
