import { WorkbookError } from '../errors.ts'

// Measured: 0.31 GB a broker, and what the programs of a lesson take.
const BROKER_BYTES = 0.35e9

/** Whether there is memory for the brokers that do not run yet; `undefined` is not known. */
export function judgeMemory(
  freeBytes: number | undefined,
  missingBrokers: number,
): WorkbookError[] {
  if (freeBytes === undefined || freeBytes >= missingBrokers * BROKER_BYTES) return []
  const megabytes = Math.round(freeBytes / 1e6)
  return [new WorkbookError('LOW_MEMORY', `Only ${megabytes} MB of memory are free.`)]
}

/**
 * Whether this clone lies on the Windows side of WSL 2. `version` is the text of /proc/version, in
 * which Microsoft's kernel names itself.
 */
export function judgeWsl(version: string, folder: string): WorkbookError[] {
  const onWindows = /microsoft/i.test(version) && /^\/mnt\/[a-z]\//.test(folder)
  if (!onWindows) return []
  return [new WorkbookError('WINDOWS_DISK', `${folder} lies on the Windows disk.`)]
}
