import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

/** A program of somebody else, which nothing of ours may touch. */
export interface Bystander extends AsyncDisposable {
  readonly pid: number
  /** Whether it goes on as if nothing had happened. */
  isUntouched(): boolean
}

/** Starts a program that waits for input which never comes. */
export async function startBystander(
  command: string,
  args: readonly string[],
  options: { cwd?: string } = {},
): Promise<Bystander> {
  const child: ChildProcess = spawn(command, args, {
    ...options,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  await once(child, 'spawn')
  const { pid = 0 } = child
  const hasEnded = (): boolean => child.exitCode !== null || child.signalCode !== null
  return {
    pid,
    isUntouched: () => !hasEnded() && !isPaused(pid),
    async [Symbol.asyncDispose]() {
      if (hasEnded()) return
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}

function isPaused(pid: number): boolean {
  return process.platform === 'linux' && /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
}
