/** What Linux tells of a process in /proc/<pid>/stat. */
export interface ProcessStat {
  readonly program: string
  readonly paused: boolean
  /** Whether all of it has ended, and every file it had open is closed. */
  readonly ended: boolean
  /** In clock ticks since the machine started; tells processes of one pid apart. */
  readonly startedAt: string
}

// Places among the words after the program's name (proc_pid_stat(5) counts from the pid).
const STATE = 0
const THREADS = 17
const START_TIME = 19

export function parseStat(stat: string): ProcessStat {
  // The name stands in parentheses, and may hold spaces and parentheses of its own.
  const end = stat.lastIndexOf(')')
  const words = stat.slice(end + 2).split(' ')
  const state = words[STATE] ?? ''
  // A process has the state of its first thread, which may be a zombie while others still hold
  // the files.
  const ended = /[ZX]/.test(state) && Number(words[THREADS]) <= 1
  return {
    program: stat.slice(stat.indexOf('(') + 1, end),
    paused: state === 'T',
    ended,
    startedAt: words[START_TIME] ?? '',
  }
}
