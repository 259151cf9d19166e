import { readFileSync } from 'node:fs'
import type { Lesson } from '../catalog/index.ts'
import type { BrokerActions } from '../cluster/index.ts'
import { WorkbookError } from '../errors.ts'
import type { AnswerFile } from './answer-file.ts'
import type { Check, Finding } from './definition.ts'
import { type ErrorReport, errorInHandler, reportError } from './error-report.ts'
import {
  findBadEnding,
  findDeleted,
  findThrownInHandler,
  findUnreadable,
  THREW_IN_HANDLER,
} from './general.ts'
import { type Judged, judge } from './judge.ts'
import { Stage } from './stage.ts'

/** What became of an answer. */
export interface Grading {
  readonly lesson: Lesson
  /** The graded file, as the learner knows it. */
  readonly answer: string
  readonly verdict: 'passed' | 'failed'
  readonly judged: readonly Judged[]
  readonly findings: readonly Finding[]
  readonly notes: readonly string[]
  /** What the cluster held, and why that is right; only after passing. */
  readonly passed?: { readonly holds: readonly string[]; readonly why: string }
  readonly evidence: unknown
  /** The error that ended the learner's program, or its handler, if one did. */
  readonly error?: ErrorReport
  /** The end of what the program printed. */
  readonly output: string
  readonly durationMs: number
}

export interface GradingOptions {
  readonly lesson: Lesson
  readonly check: Check<unknown>
  readonly answer: AnswerFile
  readonly addresses: readonly string[]
  /** The lock must be held: the cluster is this grading's. */
  readonly brokers: BrokerActions
  readonly env: NodeJS.ProcessEnv
  readonly tell: (happening: string) => void
  /** Told the verdict before the traces on the cluster are removed, which takes a moment. */
  readonly announce?: (grading: Grading) => void
  /** Given what must be put back if the grading is cut short. */
  readonly onStage?: (stage: AsyncDisposable) => void
}

/**
 * Runs an answer against the cluster and judges it by what the brokers then hold. Does not settle when
 * its stage is put away meanwhile, as by Ctrl-C.
 */
export async function grade(options: GradingOptions): Promise<Grading> {
  const { lesson, check, answer, addresses, brokers, env, tell } = options
  const startedAt = performance.now()
  const facts = { lesson, answer: answer.original }
  if (readFileSync(answer.toRun, 'utf8').trim() === '') {
    const durationMs = performance.now() - startedAt
    const empty = { ...facts, ...nothing, findings: [emptyFile], durationMs } as const
    options.announce?.(empty)
    return empty
  }
  await using stage = new Stage({
    lesson: lesson.id,
    file: answer.toRun,
    addresses,
    brokers,
    env,
    tell,
  })
  options.onStage?.(stage)
  const gathered = await gather(check, stage)
  await unlessCutShort(stage)
  if ('deleted' in gathered) {
    const findings = findDeleted(gathered.deleted)
    const { output } = stage
    const grading = {
      ...facts,
      ...nothing,
      findings,
      output,
      durationMs: performance.now() - startedAt,
    }
    options.announce?.(grading)
    return grading
  }
  const { evidence } = gathered
  const uncaught = stage.endings.find((ending) => ending?.error)?.error
  const error = uncaught && reportError(uncaught, answer.toRun, answer.original)
  const unreadable = findUnreadable(error)
  const caught = error ? undefined : errorInHandler(stage.output, answer.toRun, answer.original)
  const { judged, findings } = judge(check, evidence, {
    before: unreadable,
    caught: findThrownInHandler(caught),
    // A lesson may know why its topic was deleted; where it does not, that is said.
    otherwise: [
      ...findDeleted(await stage.deletedTopics()),
      ...findBadEnding(stage.endings, error),
    ],
  })
  const passed = findings.length === 0
  if (!passed && unreadable.length === 0 && (await stage.wasDisturbed())) {
    throw new WorkbookError('DISTURBED', disturbed)
  }
  const grading: Grading = {
    ...facts,
    verdict: passed ? 'passed' : 'failed',
    judged,
    findings,
    notes: [...(check.notes?.(evidence) ?? [])],
    ...(passed && { passed: check.passed(evidence) }),
    ...(error && { error }),
    ...(caught && findings[0]?.id === THREW_IN_HANDLER && { error: caught }),
    evidence,
    output: stage.output,
    durationMs: performance.now() - startedAt,
  }
  await unlessCutShort(stage)
  options.announce?.(grading)
  return grading
}

/** Never settles once the stage was put away: what was cut short proves nothing of the answer. */
async function unlessCutShort(stage: Stage): Promise<void> {
  if (stage.over) await new Promise(() => {})
}

// Without the topic it was given, a lesson may not even get to its evidence.
async function gather<E>(
  check: Check<E>,
  stage: Stage,
): Promise<{ evidence: E } | { deleted: readonly string[] }> {
  try {
    return { evidence: await check.gather(stage) }
  } catch (error) {
    await unlessCutShort(stage)
    if (await stage.wasDisturbed())
      throw new WorkbookError('DISTURBED', disturbed, { cause: error })
    const deleted = await stage.deletedTopics()
    if (deleted.length > 0) return { deleted }
    throw error
  }
}

const disturbed =
  "A broker was lost or came back while your program ran, or another took its place, so what the cluster holds now may not be your program's doing."

const nothing = { verdict: 'failed', judged: [], notes: [], evidence: {}, output: '' } as const

const emptyFile: Finding = {
  id: 'empty-file',
  expected: 'A program that does what the exercise asks for.',
  observed: 'The file is empty.',
  why: 'Nothing was run, and nothing on the cluster has changed.',
  try: 'Undo in your editor, or begin again from the starter.',
}
