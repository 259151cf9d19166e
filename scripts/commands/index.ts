import type { Command } from './command.ts'

/**
 * All verbs, in the order in which `help` shows them. Each is loaded when it is asked for: the
 * others would cost every command time.
 */
export const verbs: Readonly<Record<string, () => Promise<Command>>> = {
  lesson: async () => (await import('./lesson.ts')).lesson,
  check: async () => (await import('./check.ts')).check,
  watch: async () => (await import('./watch.ts')).watch,
  try: async () => (await import('./try.ts')).tryOut,
  hint: async () => (await import('./hint.ts')).hint,
  solution: async () => (await import('./solution.ts')).solution,
  reset: async () => (await import('./reset.ts')).reset,
  progress: async () => (await import('./progress.ts')).progress,
  class: async () => (await import('./class.ts')).classroom,
  cluster: async () => (await import('./cluster.ts')).cluster,
  kafka: async () => (await import('./kafka.ts')).kafka,
  doctor: async () => (await import('./doctor.ts')).doctor,
  docs: async () => (await import('./docs.ts')).docs,
  'docs:build': async () => (await import('./docs-build.ts')).docsBuild,
  verify: async () => (await import('./verify.ts')).verify,
  bench: async () => (await import('./bench.ts')).bench,
  test: async () => (await import('./test.ts')).test,
  help: async () => (await import('./help.ts')).createHelp(verbs),
}
