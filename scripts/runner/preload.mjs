// Loaded before an answer that is graded. It tells the workbook, over the channel between the two
// processes, which error ended the program or that it ended itself, and ends it when the workbook
// is gone. Plain JavaScript: it must work whatever state the learner's TypeScript is in.

process.on('uncaughtExceptionMonitor', (error) => {
  process.send?.({ kind: 'uncaught', error: describe(error) })
})
// Whoever ends a program does not show whether it would have ended.
const { exit } = process
// Node tells exit() from exit(undefined), which forgets process.exitCode.
process.exit = (...code) => {
  process.send?.({ kind: 'exit' })
  return exit.apply(process, code)
}
// A workbook that was killed leaves no program behind.
process.on('disconnect', () => exit.call(process, 1))
// Windows knows no SIGTERM.
process.on('message', (message) => {
  if (message === 'stop') process.emit('SIGTERM')
})
// Neither listener is a reason to stay alive.
process.channel?.unref()

/**
 * The error and those it was caused by, as plain data.
 * @param {unknown} error
 */
function describe(error) {
  const chain = [...causes(error)].slice(0, 10)
  return {
    chain: chain.map(({ name, code, type, message }) => ({
      name: text(name),
      code: text(code),
      type: text(type),
      message: text(message),
    })),
    stack: text(chain[0]?.stack),
  }
}

/**
 * @param {any} error
 * @returns {Generator<any>}
 */
function* causes(error) {
  if (typeof error !== 'object' || error === null) {
    yield { name: 'Error', message: error }
    return
  }
  yield error
  // KafkaJS calls them originalError and errors as well.
  for (const cause of [error.cause, error.originalError, ...[error.errors ?? []].flat()]) {
    if (cause instanceof Error) yield* causes(cause)
  }
}

/** @param {unknown} value */
function text(value) {
  return value === undefined || value === null ? undefined : String(value)
}
