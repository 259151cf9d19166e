import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { AnswerFile } from '../../check/index.ts'
import { projectRoot } from '../../state/index.ts'
import type { Part } from './script.ts'

/** The answers of a rehearsal, ready to be run; nothing of them is left when disposed of. */
export interface Answers extends Disposable {
  of(part: Part): AnswerFile
}

/**
 * Compiles the answers once. A learner's machine compiles one program at a time; here the
 * compilers of a whole room would be measured instead of the brokers.
 */
export async function compileAnswers(parts: readonly Part[], folder: string): Promise<Answers> {
  const { build } = await import('esbuild')
  mkdirSync(folder, { recursive: true })
  const entryPoints = Object.fromEntries(
    parts.map((part) => [nameOf(part), join(projectRoot, 'lessons', part.lesson, part.answer)]),
  )
  await build({
    entryPoints,
    outdir: folder,
    bundle: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    outExtension: { '.js': '.mjs' },
    logLevel: 'silent',
    // KafkaJS asks for Node's own modules in the old way.
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'\nconst require = requireFor(import.meta.url)",
    },
  })
  return {
    of: (part) => ({
      original: join(projectRoot, 'lessons', part.lesson, part.answer),
      toRun: join(folder, `${nameOf(part)}.mjs`),
      [Symbol.dispose]: () => {},
    }),
    [Symbol.dispose]: () => rmSync(folder, { recursive: true, force: true }),
  }
}

function nameOf({ lesson, answer }: Part): string {
  return `${lesson}-${answer.replace(/\W/g, '-')}`
}
