import type { WorkbookError } from '../errors.ts'
import { type ProblemCode, problems } from '../problems.ts'

/** What one look at the machine told. */
export interface Seen {
  /** What is as it should be, one short line each. */
  readonly fine?: readonly string[]
  readonly problems?: readonly WorkbookError[]
}

/** A problem as the doctor tells it; the shape of its JSON is a contract. */
export interface Finding {
  readonly code: ProblemCode
  /** Whether lessons cannot run until it is solved. */
  readonly blocks: boolean
  readonly what: string
  readonly why: string
  /** What to do, with the command to type. */
  readonly fix: string
}

/** The same problem, with why it matters. One that only a command can meet blocks that command. */
export function findingOf({ code, message, remedy }: WorkbookError): Finding {
  const problem = problems[code]
  const { why, blocks } = 'why' in problem ? problem : { why: '', blocks: true }
  return { code, blocks, what: message, why, fix: remedy }
}
