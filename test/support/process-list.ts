import { execa } from 'execa'
import { waitUntil } from '../../scripts/cluster/wait.ts'

export interface Listed {
  readonly pid: number
  readonly commandLine: string
}

/** The processes of a group that have not ended: a started command and all that came of it. */
export async function processesOfGroup(group: number): Promise<Listed[]> {
  const { stdout } = await execa('ps', ['-Aww', '-o', 'pid=,pgid=,stat=,args='])
  return stdout.split('\n').flatMap((line) => {
    const [, pid, pgid, state = '', commandLine = ''] =
      /^\s*(\d+)\s+(\d+)\s+(\S+)\s+(.*)$/.exec(line) ?? []
    if (Number(pgid) !== group || state.startsWith('Z')) return []
    return [{ pid: Number(pid), commandLine }]
  })
}

/** Waits for the process of a group whose command line matches; gives its pid. */
export async function findInGroup(group: number, pattern: RegExp): Promise<number> {
  const seen = await waitUntil({
    what: `a process of group ${group} to match ${pattern}`,
    look: () => processesOfGroup(group),
    done: (processes) => processes.some(({ commandLine }) => pattern.test(commandLine)),
    timeoutMs: 120_000,
  })
  return seen.find(({ commandLine }) => pattern.test(commandLine))?.pid ?? 0
}

/** Waits until nothing of a group runs any more. */
export async function waitForGroupToEnd(group: number, timeoutMs = 60_000): Promise<void> {
  await waitUntil({
    what: `every process of group ${group} to end`,
    look: () => processesOfGroup(group),
    done: (processes) => processes.length === 0,
    timeoutMs,
  })
}
