import type { Ending } from '../runner/index.ts'

/** Whether a program ended as a program should: by itself, with exit code 0. */
export function endedWell(ending: Ending | undefined): boolean {
  return ending?.code === 0
}

/** Whether an uncaught error of this name, code or Kafka type ended a program. */
export function threw(ending: Ending | undefined, what: string): boolean {
  const chain = ending?.error?.chain ?? []
  return chain.some(({ name, code, type }) => [name, code, type].includes(what))
}

/** How a program ended, for whoever watches a check. */
export function describeEnding({ code, signal, error, afterMs }: Ending): string {
  const seconds = `${(afterMs / 1000).toFixed(1)} s`
  if (error) return `an error ended it after ${seconds}`
  if (signal) return `the signal ${signal} ended it after ${seconds}`
  return `it ended by itself after ${seconds}, exit code ${code}`
}
