import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, readlinkSync, rmdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { waitUntil } from '../../scripts/cluster/wait.ts'

/** Whether this user can make disks. Root ignores permissions, so real ones are mounted. */
export const canMount = canMakeDisks()

const ENDING_TIMEOUT_MS = 60_000

/** A disk of its own, as full or as read-only as a test wants it. */
export interface Disk extends AsyncDisposable {
  readonly folder: string
  makeReadOnly(): void
}

/** Mounts an empty disk in memory; it is gone when disposed of. */
export function mountDisk(megabytes: number): Disk {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-disk-'))
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'workbook-test', folder])
  return {
    folder,
    makeReadOnly: () => execFileSync('mount', ['-o', 'remount,ro', folder]),
    async [Symbol.asyncDispose]() {
      try {
        await unmount(folder)
      } catch (error) {
        execFileSync('umount', ['-l', folder]) // the test has failed; no disk need be left
        throw error
      } finally {
        rmdirSync(folder)
      }
    },
  }
}

// Whoever still lives and uses it is a leak. One that has begun to end, of itself perhaps, has no
// command line any more, and is waited for.
async function unmount(folder: string): Promise<void> {
  await waitUntil({
    what: `nobody to use ${folder}`,
    look: async () => {
      const { status, stderr } = spawnSync('umount', [folder], { encoding: 'utf8' })
      const users = status === 0 ? [] : usersOf(folder)
      const living = users.filter((user) => !/^\d+ $/.test(user))
      if (living.length > 0)
        throw new Error(`${stderr.trim()}\nIt is used by:\n${living.join('\n')}`)
      return { unmounted: status === 0, stderr, users }
    },
    done: ({ unmounted }) => unmounted,
    timeoutMs: ENDING_TIMEOUT_MS,
  })
}

/** The processes that have a file of a folder open, or stand in it: `4242 java -D…`. */
export function usersOf(folder: string): string[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => (uses(pid, folder) ? [`${pid} ${commandLineOf(pid)}`] : []))
}

function uses(pid: string, folder: string): boolean {
  // Not its first thread's own entries: that may have ended before the others.
  const threads = list(`/proc/${pid}/task`).map((thread) => `/proc/${pid}/task/${thread}`)
  return threads.some((thread) =>
    [`${thread}/cwd`, `${thread}/root`, ...list(`${thread}/fd`).map((fd) => `${thread}/fd/${fd}`)]
      .map(target)
      .some((file) => file === folder || file.startsWith(`${folder}/`)),
  )
}

function list(folder: string): string[] {
  try {
    return readdirSync(folder)
  } catch {
    return [] // it ended while we looked
  }
}

function target(link: string): string {
  try {
    return readlinkSync(link)
  } catch {
    return ''
  }
}

function commandLineOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')
  } catch {
    return ''
  }
}

function canMakeDisks(): boolean {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const folder = mkdtempSync(join(tmpdir(), 'workbook-disk-'))
  try {
    execFileSync('mount', ['-t', 'tmpfs', 'workbook-test', folder], { stdio: 'ignore' })
    execFileSync('umount', [folder])
    return true
  } catch {
    return false // root in a container without the right to mount
  } finally {
    rmdirSync(folder)
  }
}
