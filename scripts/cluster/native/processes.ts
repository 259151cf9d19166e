import { readdirSync, readFileSync } from 'node:fs'
import { WorkbookError } from '../../errors.ts'
import { hasMarks, roleFor } from '../ownership.ts'
import { waitUntil } from '../wait.ts'
import { parseStat } from './stat.ts'

/** A process that this clone started. */
export interface OwnProcess {
  readonly pid: number
  /** `broker-1` to `broker-3`, `training`, or `maven`. */
  readonly role: string
  readonly paused: boolean
}

interface ListedProcess {
  readonly pid: number
  readonly paused: boolean
  /** The name of the program that runs, whatever its arguments claim. */
  readonly program: string
  readonly commandLine: string
}

/** The processes of the clone whose state folder is `home`. */
export async function findOwnProcesses(home: string): Promise<OwnProcess[]> {
  const linux = process.platform === 'linux'
  const listed = linux ? listFromProc() : await listFromPs()
  return ownAmong(listed, home, linux ? '\0' : ' ')
}

/** The same with what `ps` tells, as on macOS. */
export async function findOwnProcessesByPs(home: string): Promise<OwnProcess[]> {
  return ownAmong(await listFromPs(), home, ' ')
}

function ownAmong(listed: readonly ListedProcess[], home: string, separator: string): OwnProcess[] {
  return listed.flatMap((process) => {
    const role = roleFor(home, process, separator)
    return role === undefined ? [] : [{ pid: process.pid, paused: process.paused, role }]
  })
}

/** Ends what a killed command left at work: a broker in training, or Maven. Needs the lock. */
export async function endLeftovers(home: string, timeoutMs: number): Promise<void> {
  const left = (await findOwnProcesses(home)).filter(({ role }) => !role.startsWith('broker-'))
  await killProcesses(
    left.map(({ pid }) => pid),
    timeoutMs,
  )
}

/** Ends processes at once, and waits until nothing is left of them. */
export async function killProcesses(pids: readonly number[], timeoutMs: number): Promise<void> {
  const findLeft = await followToEnd(pids)
  for (const pid of pids) signal(pid, 'SIGKILL')
  await waitUntil({
    what: `process ${pids.join(', ')} to end`,
    look: findLeft,
    done: (left) => left.length === 0,
    timeoutMs,
  })
}

/**
 * Takes note of processes; gives a function that tells which have not ended yet. The command line,
 * by which they were found, is the first thing that an ending process gives up. Its files, and
 * Kafka's lock among them, go last: half a second later where the machine is busy.
 */
export async function followToEnd(pids: readonly number[]): Promise<() => Promise<number[]>> {
  const startTimes = process.platform === 'linux' ? startTimesFromProc : startTimesFromPs
  const known = await startTimes(pids)
  // Of another age is another process, which got the number of the one that ended.
  return async () => {
    const now = await startTimes([...known.keys()])
    return [...known.keys()].filter((pid) => now.get(pid) === known.get(pid))
  }
}

async function startTimesFromProc(pids: readonly number[]): Promise<Map<number, string>> {
  const times = new Map<number, string>()
  for (const pid of pids) {
    const stat = readStat(pid)
    if (stat && !stat.ended) times.set(pid, stat.startedAt)
  }
  return times
}

async function startTimesFromPs(pids: readonly number[]): Promise<Map<number, string>> {
  if (process.platform === 'win32' || pids.length === 0) return new Map()
  const { execa } = await import('execa')
  const args = ['-o', 'pid=,state=,lstart=', '-p', pids.join(',')]
  const { stdout = '' } = await execa('ps', args, { reject: false }) // fails when all have ended
  const lines = [...stdout.matchAll(/^\s*(\d+)\s+([^Z\s]\S*)\s+(.+)$/gm)]
  return new Map(lines.map(([, pid, , startedAt = '']) => [Number(pid), startedAt]))
}

function readStat(pid: number): ReturnType<typeof parseStat> | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return undefined // it ended
  }
}

async function listFromPs(): Promise<ListedProcess[]> {
  if (process.platform === 'win32') return []
  const { execa } = await import('execa')
  const { stdout } = await execa('ps', ['-Aww', '-o', 'pid=,state=,ucomm=,args='])
  return stdout.split('\n').map((line) => {
    const [, pid, state = '', program = '', commandLine = ''] =
      /^\s*(\d+)\s+(\S+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    return { pid: Number(pid), paused: state.startsWith('T'), program, commandLine }
  })
}

function listFromProc(): ListedProcess[] {
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  return pids.flatMap((pid) => {
    try {
      const commandLine = readFileSync(`/proc/${pid}/cmdline`, 'utf8')
      if (!hasMarks(commandLine)) return []
      const { program, paused } = parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'))
      return [{ pid: Number(pid), paused, program, commandLine }]
    } catch {
      return [] // it ended while we looked
    }
  })
}

/** Sends a signal to a process found a moment ago; it may have ended since. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return
    throw new WorkbookError('NOT_YOURS', `Process ${pid} could not be sent ${name}.`, {
      cause: error,
    })
  }
}
