import { type ProblemCode, problems } from './problems.ts'

export type { ProblemCode } from './problems.ts'

/** A problem that a person can solve: what happened, and the one thing to try next. */
export class WorkbookError extends Error {
  readonly code: ProblemCode
  readonly exitCode: number
  readonly remedy: string

  /** `remedy` replaces the standing one where the exact command to type is known. */
  constructor(
    code: ProblemCode,
    message: string,
    options: ErrorOptions & { remedy?: string } = {},
  ) {
    super(message, options)
    this.code = code
    this.exitCode = problems[code].exitCode
    this.remedy = options.remedy ?? problems[code].remedy
  }
}

/** Throws a problem, if there is one. */
export function stopAt(problem: WorkbookError | undefined): void {
  if (problem) throw problem
}

/**
 * What failed before tidying up failed as well; an error that stands alone as it is. `using` throws
 * the later one, with the earlier in its `suppressed` (SuppressedError).
 */
export function firstOf(error: unknown): unknown {
  return error instanceof Error && 'suppressed' in error ? firstOf(error.suppressed) : error
}

/** Turns what Node or the lock reports into words for people; leaves unknown errors as they are. */
export function explained(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof WorkbookError) return error
  const { code, path, syscall } = error as NodeJS.ErrnoException
  // Windows keeps ranges of ports for itself.
  if (syscall === 'listen') {
    return new WorkbookError('PORT_TAKEN', `A port cannot be used: ${error.message}.`, {
      cause: error,
    })
  }
  const place = path ? ` (${path})` : ''
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new WorkbookError('DISK_FULL', `The disk is full${place}.`, { cause: error })
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new WorkbookError('READ_ONLY', `A file could not be written${place}.`, {
        cause: error,
      })
    // A broker: see wire/connection.ts.
    case 'SILENT':
    case 'HUNG_UP':
      return new WorkbookError('NOT_READY', `A broker did not answer: ${error.message}.`, {
        cause: error,
        remedy: 'Try again; and see how the brokers are: npm run cluster status',
      })
    case 'BAD_PORTS':
      return new WorkbookError('BAD_PORTS', error.message, { cause: error })
    default:
      return error
  }
}
