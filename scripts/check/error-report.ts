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
  /** The handler that it came out of, where KafkaJS caught it. */
  readonly handler?: string
}

/** `ran` is the file that was started; `answer` is the one the learner knows, if it was copied. */
export function reportError(error: UncaughtError, ran: string, answer: string): ErrorReport {
  const [first = {}] = error.chain
  const label = [first.name ?? 'Error', first.code && `[${first.code}]`].filter(Boolean).join(' ')
  const places = `${error.stack ?? ''}\n${first.message ?? ''}`
  // JSON.parse() throws a SyntaxError as well, when the program runs.
  const unreadable =
    first.name === 'TransformError' || (first.name === 'SyntaxError' && !hasRun(places, ran))
  const line = lineIn(places, ran)
  const code = line === undefined ? undefined : readFileSync(answer, 'utf8').split('\n')[line - 1]
  return {
    file: answer,
    unreadable,
    message: unreadable
      ? parseMessage(first.message ?? '')
      : [label, first.message].filter(Boolean).join(': '),
    ...(line !== undefined && { line }),
    ...(code?.trim() && { code: code.trim() }),
  }
}

/**
 * The last error that kept a handler of a KafkaJS consumer from going on, if there was one: one that
 * came twice for the same record, or over which KafkaJS gives up. It catches what handlers throw, so
 * its log is the one sign of it (its src/consumer/runner.js). Not there are KafkaJS's own errors, and
 * those of a program that has it log nothing.
 */
export function errorInHandler(
  output: string,
  ran: string,
  answer: string,
): ErrorReport | undefined {
  const seen = new Set<string>()
  let last: ErrorReport | undefined
  for (const [line, handler = ''] of output.matchAll(FROM_HANDLER)) {
    const { topic, partition, offset, stack, error } = parsed(line)
    if (topic === undefined) continue
    const text = typeof stack === 'string' ? stack : `Error: ${error}`
    const [, name = 'Error', code, message] = FIRST_OF_STACK.exec(text) ?? []
    const record = `${topic} ${partition} ${offset}`
    if (GIVEN_UP_OVER.has(name) || seen.has(record)) {
      const facts = { name, ...(code && { code }), ...(message && { message }) }
      last = { ...reportError({ chain: [facts], stack: text }, ran, answer), handler }
    }
    seen.add(record)
  }
  return last
}

const FROM_HANDLER = /\{"level":"ERROR".*"message":"\[Runner\] Error when calling (each\w+)".*\}/g
const FIRST_OF_STACK = /^(\w+)(?: \[(\w+)\])?(?:: ([\s\S]*?))?(?=\n\s+at |$)/
// Its src/retry/index.js: a new attempt would not mend them.
const GIVEN_UP_OVER = new Set(['RangeError', 'ReferenceError', 'SyntaxError', 'TypeError'])

function parsed(json: string): Partial<Record<string, unknown>> {
  try {
    return Object(JSON.parse(json))
  } catch {
    return {} // a line that another was printed into
  }
}

/** The error in one sentence. */
export function describeError({ message, line }: ErrorReport): string {
  return line === undefined ? message : `Line ${line}: ${message}`
}

// Only code that runs is in a stack.
function hasRun(stack: string, file: string): boolean {
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line))
  const parses = frames.some((frame) => /at (JSON\.)?parse \(<anonymous>\)/.test(frame))
  return parses || lineIn(frames.join('\n'), file) !== undefined
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
