/** What a learner did in one lesson. */
export interface LessonProgress {
  /** How many checks there were. */
  readonly tries: number
  /** Failed checks since the last pass, or ever. */
  readonly failures: number
  /** When it was first passed, as an ISO date. */
  readonly passedAt?: string
  /** What was found in the last check; absent after a pass. */
  readonly lastFinding?: string
  /** How often in a row that was found. */
  readonly inARow: number
  /** How often each finding came first. */
  readonly findings: Readonly<Record<string, number>>
  /** How many hints have been shown. */
  readonly hints: number
  /** What they said the demo would do, last time they were asked. */
  readonly predicted?: string
}

/** A learner's progress by lesson id. The shape is a contract: it is exported and imported. */
export interface Progress {
  readonly formatVersion: 1
  readonly lessons: Readonly<Record<string, LessonProgress>>
}

export const nothingYet: Progress = { formatVersion: 1, lessons: {} }

const untouched: LessonProgress = { tries: 0, failures: 0, inARow: 0, findings: {}, hints: 0 }

/** How far a learner is in a lesson. */
export function progressIn(progress: Progress, lesson: string): LessonProgress {
  return progress.lessons[lesson] ?? untouched
}

/** How far somebody is in a lesson, in a word or two. */
export function describeState({ passedAt, tries }: LessonProgress): string {
  if (passedAt) return `passed ${passedAt.slice(0, 10)}`
  return tries > 0 ? 'begun' : ''
}

/** Progress after one more check; without a finding it was passed. */
export function afterCheck(
  progress: Progress,
  lesson: string,
  finding: string | undefined,
  now: Date,
): Progress {
  const before = progressIn(progress, lesson)
  const { lastFinding: last, ...kept } = before
  const tries = before.tries + 1
  if (finding === undefined) {
    const passedAt = before.passedAt ?? now.toISOString()
    return replace(progress, lesson, { ...kept, tries, failures: 0, inARow: 0, passedAt })
  }
  return replace(progress, lesson, {
    ...kept,
    tries,
    failures: before.failures + 1,
    lastFinding: finding,
    inARow: finding === last ? before.inARow + 1 : 1,
    findings: { ...before.findings, [finding]: (before.findings[finding] ?? 0) + 1 },
  })
}

/** Progress after one more hint. */
export function afterHint(progress: Progress, lesson: string, most: number): Progress {
  const before = progressIn(progress, lesson)
  return replace(progress, lesson, { ...before, hints: Math.min(most, before.hints + 1) })
}

/** Progress after a prediction. */
export function afterPrediction(progress: Progress, lesson: string, predicted: string): Progress {
  return replace(progress, lesson, { ...progressIn(progress, lesson), predicted })
}

const FAILURES_NEEDED = 3

/** How many more failed checks open the solution; 0 when it is open. */
export function failuresUntilSolution({ passedAt, failures }: LessonProgress): number {
  return passedAt === undefined ? Math.max(0, FAILURES_NEEDED - failures) : 0
}

/** Both together: passes of either, and of each lesson what is further on. */
export function merge(own: Progress, other: Progress): Progress {
  const ids = new Set([...Object.keys(own.lessons), ...Object.keys(other.lessons)])
  const lessons = [...ids].sort().map((id) => {
    const [one, two] = [progressIn(own, id), progressIn(other, id)]
    const [passedAt] = [one.passedAt, two.passedAt].filter((at) => at !== undefined).sort()
    return [id, { ...furtherOf(one, two), ...(passedAt && { passedAt }) }] as const
  })
  return { formatVersion: 1, lessons: Object.fromEntries(lessons) }
}

// By checks; where they are as many, by hints, and then by whether something was predicted.
function furtherOf(one: LessonProgress, two: LessonProgress): LessonProgress {
  const predictions = ({ predicted }: LessonProgress): number => (predicted === undefined ? 0 : 1)
  const ahead =
    two.tries - one.tries || two.hints - one.hints || predictions(two) - predictions(one)
  return ahead > 0 ? two : one
}

function replace(progress: Progress, lesson: string, entry: LessonProgress): Progress {
  return { formatVersion: 1, lessons: { ...progress.lessons, [lesson]: entry } }
}

/** Reads what was written by `JSON.stringify`; undefined if it is something else. */
export function parseProgress(text: string): Progress | undefined {
  try {
    const parsed: unknown = JSON.parse(text)
    return isProgress(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}

function isProgress(value: unknown): value is Progress {
  const { formatVersion, lessons } = (value ?? {}) as Partial<Record<string, unknown>>
  return formatVersion === 1 && isObject(lessons) && Object.values(lessons).every(isEntry)
}

function isEntry(value: unknown): boolean {
  if (!isObject(value)) return false
  const numbers = [value.tries, value.failures, value.inARow, value.hints]
  const texts = [value.passedAt, value.lastFinding, value.predicted]
  return (
    numbers.every((one) => Number.isInteger(one)) &&
    texts.every((one) => one === undefined || typeof one === 'string') &&
    isObject(value.findings) &&
    Object.values(value.findings).every((one) => Number.isInteger(one))
  )
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
