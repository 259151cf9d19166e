import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Lesson } from '../catalog/index.ts'
import {
  type AnswerFile,
  describeGrading,
  evidenceJson,
  type Grading,
  grade,
  loadCheck,
  refuseRemote,
} from '../check/index.ts'
import { chooseCluster } from '../cluster/index.ts'
import { WorkbookError } from '../errors.ts'
import { afterCheck, type ProgressFile, progressIn } from '../progress/index.ts'
import { openStateFolder } from '../state/index.ts'
import { type Report, stylesFor } from '../terminal/index.ts'
import type { Io } from './command.ts'
import { allLessons } from './which-lesson.ts'

/** Grades a file while the learner watches; gives the exit code. */
export async function checkAndShow(
  lesson: Lesson,
  answer: AnswerFile,
  io: Io,
  progress?: ProgressFile,
): Promise<number> {
  const tell = (happening: string, sinceMs: number): void => {
    io.print(`${(sinceMs / 1000).toFixed(1).padStart(5)} s  ${happening}`)
  }
  const begin = (): void => io.print(`Lesson ${lesson.number}, ${lesson.title}\n`)
  return gradeOnCluster(lesson, answer, io, io.report, { begin, tell }, (grading) => {
    const stuck = remember(grading, progress)
    const kept = keepOutput(grading, io)
    io.print(`\n${describeGrading(grading, stylesFor(process.stdout))}`)
    if (grading.verdict === 'failed' && grading.output.trim() !== '') {
      io.print(`\nWhat your program printed: ${kept}`)
    }
    io.print(`\n${describeNext(grading, stuck)}`)
  })
}

/**
 * Grades a file for a program that reads JSON; gives the exit code. What happens meanwhile is told
 * on standard error.
 */
export async function checkAsJson(
  lesson: Lesson,
  answer: AnswerFile,
  io: Io,
  progress?: ProgressFile,
): Promise<number> {
  const narrate = { begin: () => {}, tell: (text: string) => io.report.note(text) }
  const facts = { lesson: lesson.id, answer: answer.original }
  const print = (result: object): void => io.print(JSON.stringify({ ...facts, ...result }, null, 2))
  try {
    return await gradeOnCluster(lesson, answer, io, io.report, narrate, (grading) => {
      remember(grading, progress)
      keepOutput(grading, io)
      const { verdict, findings, notes, judged: requirements, passed, error, output } = grading
      const evidence = evidenceJson(grading.evidence)
      const durationMs = Math.round(grading.durationMs)
      print({ verdict, findings, evidence, notes, durationMs, requirements, passed, error, output })
    })
  } catch (error) {
    if (!(error instanceof WorkbookError)) throw error
    const notes = [error.message, error.remedy]
    print({ verdict: 'error', findings: [], evidence: {}, notes, durationMs: 0 })
    return error.exitCode
  }
}

interface Narration {
  begin(): void
  tell(happening: string, sinceMs: number): void
}

async function gradeOnCluster(
  lesson: Lesson,
  answer: AnswerFile,
  io: Io,
  report: Report,
  { begin, tell }: Narration,
  announce: (grading: Grading) => void,
): Promise<number> {
  const [check, cluster] = await Promise.all([loadCheck(lesson), chooseCluster(io.env)])
  await refuseRemote(lesson, cluster)
  const doing = `checking lesson ${lesson.number}`
  const { verdict } = await cluster.exclusively(doing, report, async (brokers) => {
    await brokers.up(report)
    begin()
    const { addresses } = cluster
    const startedAt = performance.now()
    let forget = (): void => {}
    const grading = await grade({
      lesson,
      check,
      answer,
      addresses,
      brokers,
      env: io.env,
      tell: (happening) => tell(happening, performance.now() - startedAt),
      announce,
      onStage: (stage) => {
        forget = io.onInterrupt(async () => stage[Symbol.asyncDispose]())
      },
    })
    forget()
    return grading
  })
  return verdict === 'passed' ? 0 : 1
}

/** Notes the verdict; whether the learner has met the same finding twice in a row. */
function remember({ lesson, findings }: Grading, progress: ProgressFile | undefined): boolean {
  const now = new Date()
  const after = progress?.update((before) => afterCheck(before, lesson.id, findings[0]?.id, now))
  return after !== undefined && progressIn(after, lesson.id).inARow > 1
}

function describeNext({ lesson, answer, verdict }: Grading, stuck: boolean): string {
  const { number } = lesson
  if (verdict === 'passed') {
    const next = allLessons().find((other) => other.number > number)
    return `Passed.\n${next ? `Next: npm run lesson ${next.number}` : 'That was the last lesson there is.'}`
  }
  const file = relative(process.cwd(), answer)
  const own = answer === join(lesson.folder, 'exercise.ts')
  const again = `Not yet. Edit ${file}, then: npm run check ${number}${own ? '' : ` file ${file}`}`
  return stuck ? `${again}\nThe same as last time. Stuck? npm run hint ${number}` : again
}

// For the learner to read; the verdict never depends on it.
function keepOutput({ lesson, output }: Grading, io: Io): string {
  const file = join(openStateFolder(io.env), 'output', `${lesson.id}.txt`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, output)
  return relative(process.cwd(), file)
}
