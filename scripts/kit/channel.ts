// What a script and its grader say to each other. Run by hand, a script has no grader.

let asked = 0

/** Tells the grader something, if there is one. */
export function tellGrader(what: string, data: unknown): void {
  process.send?.({ kind: 'say', what, data })
}

/** Asks the grader something; undefined when there is none. */
export function askGrader(what: string, data: unknown): Promise<unknown> {
  if (!process.send) return Promise.resolve(undefined)
  const id = ++asked
  process.channel?.ref() // waiting for the answer is a reason to stay alive
  return new Promise((resolve) => {
    const hear = (message: { kind?: string; id?: number; reply?: unknown }): void => {
      if (message.kind !== 'reply' || message.id !== id) return
      process.off('message', hear)
      // The preload always listens; somebody else may still be waiting.
      if (process.listenerCount('message') <= 1) process.channel?.unref()
      resolve(message.reply)
    }
    process.on('message', hear)
    process.send?.({ kind: 'say', what, data, id })
  })
}
