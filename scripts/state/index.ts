import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { WorkbookError } from '../errors.ts'

// Put in by compile.mjs, whose files lie elsewhere.
declare const WORKBOOK_ROOT: string | undefined

/** The folder of this clone. */
export const projectRoot = resolve(
  typeof WORKBOOK_ROOT === 'string'
    ? WORKBOOK_ROOT
    : fileURLToPath(new URL('../..', import.meta.url)),
)

const FORMAT_VERSION = 1

/** Opens the folder that keeps what is not in git: jars, broker data, logs. Made when missing. */
export function openStateFolder(env: NodeJS.ProcessEnv): string {
  const folder = resolve(projectRoot, env.WORKBOOK_STATE || '.workbook')
  const versionFile = join(folder, 'format-version')
  if (!existsSync(versionFile)) writeAtomically(versionFile, `${FORMAT_VERSION}\n`)
  const found = Number(readFileSync(versionFile, 'utf8'))
  if (found > FORMAT_VERSION) {
    throw new WorkbookError(
      'NEWER_STATE',
      `${folder} was written by a newer workbook (format ${found}, this one knows ${FORMAT_VERSION}).`,
    )
  }
  return folder
}

/** Writes a file whole or not at all, also when the process is killed in between. */
export function writeAtomically(file: string, content: string): void {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.tmp`
  writeFileSync(draft, content)
  renameSync(draft, file)
}
