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
import { firstOf, WorkbookError } from '../errors.ts'
import {
  afterCheck,
  type LessonProgress,
  type ProgressFile,
  progressIn,
} from '../progress/index.ts'
import { openStateFolder } from '../state/index.ts'
import { stylesFor } from '../terminal/index.ts'
import type { Io } from './command.ts'
import { tellClass } from './tell-class.ts'
import { whereFor } from './where.ts'
import { allLessons } from './which-lesson.ts'

/**
 * Grades a file while the learner watches; gives the exit code. `onSave` says that saving the file
 * is all it takes to have it graded again.
 */
export async function checkAndShow(
  lesson: Lesson,
  answer: AnswerFile,
  io: Io,
  progress?: ProgressFile,
  { onSave = false } = {},
): Promise<number> {
  const tell = (happening: string, sinceMs: number): void => {
    io.print(`${(sinceMs / 1000).toFixed(1).padStart(5)} s  ${happening}`)
  }
  const begin = (): void => io.print(`Lesson ${lesson.number}, ${lesson.title}\n`)
  return gradeOnCluster(lesson, answer, io, { begin, tell }, progress, (grading, stuck) => {
    const kept = keepOutput(grading, io)
    io.print(`\n${describeGrading(grading, stylesFor(process.stdout))}`)
    if (grading.verdict === 'failed' && grading.output.trim() !== '') {
      io.print(`\nWhat your program printed: ${kept}`)
    }
    io.print(`\n${describeNext(grading, { stuck, onSave })}`)
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
  let told = false
  const print = (result: object): void => {
    told = true
    io.print(JSON.stringify({ ...facts, ...result }, null, 2))
  }
  try {
    return await gradeOnCluster(lesson, answer, io, narrate, progress, (grading) => {
      keepOutput(grading, io)
      const { verdict, findings, notes, judged: requirements, passed, error, output } = grading
      const evidence = evidenceJson(grading.evidence)
      const durationMs = Math.round(grading.durationMs)
      print({ verdict, findings, evidence, notes, durationMs, requirements, passed, error, output })
    })
  } catch (raised) {
    const error = firstOf(raised)
    if (told || !(error instanceof WorkbookError)) throw error // one verdict is all that is read
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
  { begin, tell }: Narration,
  progress: ProgressFile | undefined,
  announce: (grading: Grading, stuck: boolean) => void,
): Promise<number> {
  const { report } = io
  const check = await loadCheck(lesson)
  const env = whereFor(lesson, Boolean(check.takesBrokers), io)
  const cluster = await chooseCluster(env)
  await refuseRemote(lesson, cluster)
  const doing = `checking lesson ${lesson.number}`
  let attempt = 0
  const graded = await cluster.exclusively(doing, report, async (brokers) => {
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
      env,
      tell: (happening) => tell(happening, performance.now() - startedAt),
      announce: (grading) => {
        const after = remember(grading, progress)
        attempt = after?.tries ?? 0
        announce(grading, after !== undefined && after.inARow > 1)
      },
      onStage: (stage) => {
        forget = io.onInterrupt(async () => stage[Symbol.asyncDispose]())
      },
    })
    forget()
    return grading
  })
  // Only the learner's own file counts, here and in a class.
  if (progress) await tellClass(eventOf(graded, attempt), io)
  return graded.verdict === 'passed' ? 0 : 1
}

function eventOf({ lesson, verdict, findings, durationMs }: Grading, attempt: number) {
  const [first] = findings
  const took = Math.round(durationMs)
  return {
    lesson: lesson.id,
    verdict,
    ...(first && { finding: first.id }),
    attempt,
    durationMs: took,
  }
}

/** Notes the verdict; how far the learner is with the lesson now. */
function remember(
  { lesson, findings }: Grading,
  progress: ProgressFile | undefined,
): LessonProgress | undefined {
  const now = new Date()
  const after = progress?.update((before) => afterCheck(before, lesson.id, findings[0]?.id, now))
  return after && progressIn(after, lesson.id)
}

function describeNext(
  { lesson, answer, verdict }: Grading,
  { stuck, onSave }: { stuck: boolean; onSave: boolean },
): string {
  const { number } = lesson
  if (verdict === 'passed') {
    const next = allLessons().find((other) => other.number > number)
    return `Passed.\n${next ? `Next: npm run lesson ${next.number}` : 'That was the last lesson there is.'}`
  }
  const beside = relative(process.cwd(), answer)
  const file = beside.startsWith('..') ? answer : beside
  const own = answer === join(lesson.folder, 'exercise.ts')
  const check = `npm run check ${number}${own ? '' : ` file ${file}`}`
  const again = `Not yet. Edit ${file}, ${onSave ? 'and save it.' : `then: ${check}`}`
  return stuck ? `${again}\nThe same as last time. Stuck? npm run hint ${number}` : again
}

// For the learner to read; the verdict never depends on it.
function keepOutput({ lesson, output }: Grading, io: Io): string {
  const file = join(openStateFolder(io.env), 'output', `${lesson.id}.txt`)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, output)
  return relative(process.cwd(), file)
}
