import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { statfs } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { stopAt, WorkbookError } from '../errors.ts'

// Put in by compile.mjs, whose files lie elsewhere.
declare const WORKBOOK_ROOT: string | undefined

/** The folder of this clone. */
export const projectRoot = resolve(
  typeof WORKBOOK_ROOT === 'string'
    ? WORKBOOK_ROOT
    : fileURLToPath(new URL('../..', import.meta.url)),
)

const FORMAT_VERSION = 1

/** The folder that keeps what is not in git: jars, broker data, logs. It may not be there yet. */
export function stateFolderOf(env: NodeJS.ProcessEnv): string {
  return resolve(projectRoot, env.WORKBOOK_STATE || '.workbook')
}

/** The same, made when missing. */
export function openStateFolder(env: NodeJS.ProcessEnv): string {
  const folder = stateFolderOf(env)
  const versionFile = join(folder, 'format-version')
  if (!existsSync(versionFile)) writeAtomically(versionFile, `${FORMAT_VERSION}\n`)
  stopAt(newerState(folder))
  return folder
}

/** Says when a folder was written by a newer workbook. */
export function newerState(folder: string): WorkbookError | undefined {
  const versionFile = join(folder, 'format-version')
  const found = existsSync(versionFile) ? Number(readFileSync(versionFile, 'utf8')) : 0
  if (found <= FORMAT_VERSION) return undefined
  return new WorkbookError(
    'NEWER_STATE',
    `${folder} was written by a newer workbook (format ${found}, this one knows ${FORMAT_VERSION}).`,
  )
}

/** The folder itself, or the one it will be made in. */
export function nearestFolder(folder: string): string {
  return existsSync(folder) ? folder : nearestFolder(dirname(folder))
}

/** How much can still be written to the disk of a folder, which may be yet to be made. */
export async function freeBytes(folder: string): Promise<number> {
  const { bavail, bsize } = await statfs(nearestFolder(folder))
  return bavail * bsize
}

const FOR_ALL = 0o666 // less what the umask takes away

/**
 * Writes a file whole or not at all, also when the process is killed in between. `mode` says who
 * may read and write it, from its first byte on.
 */
export function writeAtomically(file: string, content: string, mode = FOR_ALL): void {
  mkdirSync(dirname(file), { recursive: true })
  const draft = `${file}.${process.pid}.tmp`
  rmSync(draft, { force: true }) // of a killed process: it would keep its mode
  try {
    writeFileSync(draft, content, { mode })
    renameSync(draft, file)
  } catch (error) {
    rmSync(draft, { force: true })
    throw error
  }
}
