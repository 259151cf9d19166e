import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import type { UncaughtError } from '../runner/index.ts'

/** A learner's own error, told with the line of their file that it came from. */
export interface ErrorReport {
  readonly file: string
  readonly message: string
  readonly line?: number
  /** What stands in that line. */
  readonly code?: string
  /** Whether the file could not even be read as a program. */
  readonly unreadable: boolean
}

/** `ran` is the file that was started; `answer` is the one the learner knows, if it was copied. */
export function reportError(error: UncaughtError, ran: string, answer: string): ErrorReport {
  const [first = {}] = error.chain
  const label = [first.name ?? 'Error', first.code && `[${first.code}]`].filter(Boolean).join(' ')
  const unreadable = first.name === 'TransformError' || first.name === 'SyntaxError'
  const places = `${error.stack ?? ''}\n${first.message ?? ''}`
  const line = lineIn(places, ran)
  const code = line === undefined ? undefined : readFileSync(answer, 'utf8').split('\n')[line - 1]
  return {
    file: answer,
    unreadable,
    message: unreadable ? parseMessage(first.message ?? '') : `${label}: ${first.message ?? ''}`,
    ...(line !== undefined && { line }),
    ...(code?.trim() && { code: code.trim() }),
  }
}

/** The error in one sentence. */
export function describeError({ message, line }: ErrorReport): string {
  return line === undefined ? message : `Line ${line}: ${message}`
}

// A stack or esbuild's message names places as "file:line:column", as a path or as a URL.
function lineIn(text: string, file: string): number | undefined {
  for (const name of [pathToFileURL(file).href, file]) {
    const at = text.indexOf(`${name}:`)
    const line = at < 0 ? Number.NaN : Number.parseInt(text.slice(at + name.length + 1), 10)
    if (Number.isInteger(line)) return line
  }
  return undefined
}

function parseMessage(message: string): string {
  const told = /: ERROR: (.+)/.exec(message)?.[1] ?? message.split('\n')[0] ?? message
  return told.replace(/:$/, '') // esbuild would go on with notes
}
