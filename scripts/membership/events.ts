/** What a learner's clone tells the class of one check, or of a demo that was run. */
export interface ProgressEvent {
  /** Of this event alone: one that is sent twice counts once. */
  readonly id: string
  readonly lesson: string
  readonly verdict: 'begun' | 'passed' | 'failed'
  /** Id of the first finding of a check that failed. */
  readonly finding?: string
  /** Which check of this lesson it was, counted from 1; 0 for a demo. */
  readonly attempt: number
  /** How long the check took. */
  readonly durationMs: number
  /** When it ended on the learner's machine, as an ISO date. */
  readonly at: string
}

const verdicts = ['begun', 'passed', 'failed'] as const

/** Reads an event from the bytes of a record; whoever writes nonsense writes it to no effect. */
export function parseEvent(text: string): ProgressEvent | undefined {
  try {
    const { id, lesson, verdict, finding, attempt, durationMs, at } = JSON.parse(text)
    const known = verdicts.find((one) => one === verdict)
    if (!known || !isShort(id) || !isShort(lesson) || !isShort(at)) return undefined
    if (!Number.isFinite(attempt) || !Number.isFinite(durationMs)) return undefined
    if (Number.isNaN(Date.parse(at)) || (finding !== undefined && !isShort(finding)))
      return undefined
    return { id, lesson, verdict: known, ...(finding && { finding }), attempt, durationMs, at }
  } catch {
    return undefined
  }
}

function isShort(value: unknown): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= 100
}
