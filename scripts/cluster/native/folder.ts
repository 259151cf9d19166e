import { existsSync, renameSync, statSync } from 'node:fs'
import { WorkbookError } from '../../errors.ts'
import { freeBytes, writeAtomically } from '../../state/index.ts'
import type { BrokerCondition } from '../launcher.ts'

const LEAST_FREE_BYTES = 500e6
const LARGEST_LOG_BYTES = 5e6

/**
 * Notes that a broker was asked to end. Without room for the note it is stopped all the same, and
 * counts as dead.
 */
export function markStopped(file: string): void {
  try {
    writeAtomically(file, '')
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException
    if (!['ENOSPC', 'EDQUOT', 'EROFS'].includes(code)) throw error
  }
}

/** Keeps a broker's log from growing without end: a large one is set aside before a start. */
export function keepLogSmall(log: string): void {
  if (existsSync(log) && statSync(log).size > LARGEST_LOG_BYTES) renameSync(log, `${log}.old`)
}

/** Kafka splits its list of data folders at commas, the JVM its list of archives at colons. */
export function unusableFolder(home: string): WorkbookError | undefined {
  const character = /[,:]/.exec(home)?.[0]
  if (!character) return undefined
  return new WorkbookError(
    'BAD_FOLDER',
    `Kafka cannot keep data in a folder with "${character}" in its path: ${home}`,
  )
}

/** Says when too many folders were lost for the rest to be of use; with none left, all is simple. */
export function lostMajority(found: readonly BrokerCondition[]): WorkbookError | undefined {
  const lost = found.filter(({ condition }) => condition === 'no-data')
  const empty = found.filter(({ condition }) => condition === 'no-data' || condition === 'absent')
  if (lost.length <= found.length / 2 || empty.length === found.length) return undefined
  const names = lost.map(({ name }) => name).join(' and ')
  return new WorkbookError(
    'MAJORITY_LOST',
    `${names} have lost their data folders. Without a majority nobody can say what the cluster held.`,
  )
}

/** Says when brokers would soon run out of space. */
export async function lackOfSpace(home: string): Promise<WorkbookError | undefined> {
  const free = await freeBytes(home)
  if (free >= LEAST_FREE_BYTES) return undefined
  const megabytes = Math.round(free / 1e6)
  return new WorkbookError('DISK_FULL', `Only ${megabytes} MB are free in ${home}.`)
}
