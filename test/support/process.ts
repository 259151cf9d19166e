import { spawn } from 'node:child_process'

export interface Ended {
  readonly code: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

export interface Running {
  readonly pid: number
  readonly ended: Promise<Ended>
  /** What it has printed so far, on both streams. */
  printed(): string
  /** Signals the whole process group, as Ctrl-C in a terminal does. */
  signalGroup(name: NodeJS.Signals): void
}

/** Starts a program in a process group of its own, without a terminal. */
export function startProcess(
  command: string,
  args: readonly string[],
  options: { cwd: string; env: NodeJS.ProcessEnv },
): Running {
  const child = spawn(command, args, {
    ...options,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (chunk) => {
    stdout += chunk
  })
  child.stderr.on('data', (chunk) => {
    stderr += chunk
  })
  const ended = new Promise<Ended>((resolve, reject) => {
    child.once('error', reject)
    // Brokers inherit nothing of ours, so the streams close when the command ends.
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  const pid = child.pid ?? 0
  return {
    pid,
    ended,
    printed: () => stdout + stderr,
    signalGroup: (name) => {
      process.kill(-pid, name)
    },
  }
}
