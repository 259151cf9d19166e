import { basename } from 'node:path'
import type { Ending } from '../runner/index.ts'
import type { Finding } from './definition.ts'
import { describeError, type ErrorReport } from './error-report.ts'

/** What can be wrong with a file before anything of Kafka comes in, if it is. */
export function findUnreadable(error: ErrorReport | undefined): Finding[] {
  if (!error?.unreadable) return []
  const [, from, name] =
    /module '(.+)' does not provide an export named '(.+)'/.exec(error.message) ?? []
  if (from !== undefined && name !== undefined) return [noSuchExport(error, from, name)]
  return [
    {
      id: 'does-not-parse',
      expected: 'A TypeScript file that Node can read.',
      observed: describeError(error),
      why: 'The program was never started: its text could not be read as TypeScript.',
      try: error.line
        ? `Look at line ${error.line} and the one before it.`
        : 'Open the file in an editor that knows TypeScript; it underlines the place.',
    },
  ]
}

function noSuchExport(error: ErrorReport, from: string, name: string): Finding {
  return {
    id: 'no-such-export',
    expected: 'Every name that is imported can be found.',
    observed: describeError(error),
    why: 'The program was never started. Of a package written as CommonJS, such as kafkajs, Node finds only some names, though types and editor know them all.',
    try: /^[./#]/.test(from)
      ? `Is ${name} spelt as in ${from}?`
      : `If ${from} has it: import all from '${from}', then const { ${name} } = all`,
  }
}

/** What nothing else can be said about: the topic to look at is gone. */
export function findDeleted(topics: readonly string[]): Finding[] {
  const [topic] = topics
  if (topic === undefined) return []
  return [
    {
      id: 'topic-deleted',
      expected: 'The topic that the lesson gave is still there, with its records.',
      observed: `There is no topic ${topic} any more.`,
      why: 'Your program deleted it. A deleted topic is gone for everybody, with all that was in it.',
      try: 'Look for deleteTopics in your program. Every check works on a new topic: nothing is left to tidy up.',
    },
  ]
}

/** Ways to end that no lesson asks for. They explain what no misconception explains. */
export function findBadEnding(
  endings: readonly (Ending | undefined)[],
  error: ErrorReport | undefined,
): Finding[] {
  if (error) return [threw(error)]
  const bad = endings.find((ending) => ending && (ending.code !== 0 || ending.signal))
  if (!bad) return []
  return [
    {
      id: 'ended-badly',
      expected: 'When your program ends, it does so by itself, with exit code 0.',
      observed: bad.signal
        ? `It was ended by the signal ${bad.signal}.`
        : `It ended with exit code ${bad.code}, and without an uncaught error.`,
      why: 'An exit code other than 0 tells whoever started a program that it failed.',
      try: 'Look for a place where your program ends itself, such as process.exit or process.kill.',
    },
  ]
}

export const THREW_IN_HANDLER = 'threw-in-handler'

/** An error that KafkaJS caught, because it came out of a handler. */
export function findThrownInHandler(error: ErrorReport | undefined): Finding[] {
  if (error?.handler === undefined) return []
  return [
    {
      id: THREW_IN_HANDLER,
      expected: 'The handler comes to its end, and what it was given counts as done.',
      observed: `${describeError(error)}. It came out of ${error.handler}, and KafkaJS caught it.`,
      why: 'KafkaJS catches and logs what a handler throws. It then calls the handler again with the same record, and what is behind it waits; after a TypeError, ReferenceError, RangeError or SyntaxError, which no new attempt can mend, it gives the consumer up.',
      try: error.line
        ? `Read the message, then line ${error.line} of ${basename(error.file)}. What did the handler get there?`
        : 'Read the message: what did the handler get, and what does it do with it?',
    },
  ]
}

function threw(error: ErrorReport): Finding {
  const finding = {
    id: 'threw',
    expected: 'No error ends your program.',
    observed: describeError(error),
  }
  // The brokers' ports answer at once, also when brokers are frozen: only this machine can be late.
  if (error.message.startsWith('KafkaJSConnectionError: Connection timeout')) {
    return {
      ...finding,
      why: 'KafkaJS gives a connection one second (connectionTimeout). A machine that is busy with other things may need longer.',
      try: 'Check again when the machine has less to do, or give your client more time: connectionTimeout: 10_000.',
    }
  }
  return {
    ...finding,
    why: 'Nobody caught this error, and Node ends a program then, wherever it was in its work.',
    try: error.line
      ? `Read the message, then line ${error.line} of ${basename(error.file)}.`
      : 'Read the message: which of your lines could it come from? (An import counts.)',
  }
}
