import type { Ended } from '../support/process.ts'

/** One line of the benchmark's result. */
export interface Figure {
  readonly what: string
  readonly value: number
  readonly unit: 's' | 'ms' | 'x' | 'GB' | 'kB'
  /** What it must not exceed, where something was promised. */
  readonly limit?: number
  /** What it was measured against, and how often. */
  readonly how: string
}

/** Seconds that an action takes. */
export async function seconds(action: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await action()
  return (performance.now() - startedAt) / 1000
}

/** The middle value; of an even number of values the lower middle one. */
export function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[Math.floor((values.length - 1) / 2)] ?? 0
}

/** Runs two actions in turn, A B A B, so that a machine that slows down slows both. */
export async function alternate(
  times: number,
  ours: () => Promise<number>,
  peer: () => Promise<number>,
): Promise<{ ours: number; peer: number; ratio: number }> {
  const pairs: { ours: number; peer: number }[] = []
  for (let run = 0; run < times; run++) pairs.push({ ours: await ours(), peer: await peer() })
  return {
    ours: median(pairs.map((pair) => pair.ours)),
    peer: median(pairs.map((pair) => pair.peer)),
    ratio: median(pairs.map((pair) => pair.ours / pair.peer)),
  }
}

/** Waits for a command, whose time counts only if it did its work. */
export async function succeeds(command: Promise<Ended>): Promise<void> {
  const { code, stdout, stderr } = await command
  if (code !== 0) throw new Error(`a measured command failed:\n${stdout}${stderr}`)
}
