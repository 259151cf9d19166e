import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { writeAtomically } from '../../state/index.ts'
import type { Container } from './containers.ts'

// A broker that is alone cannot hand over, and is killed when it is stopped. Its exit code is then
// that of one that was killed out of the blue; this mark tells that it was not.

/** Notes that a container was stopped by us, though it had to be killed. */
export function markStopped(home: string, { id }: Container): void {
  try {
    writeAtomically(markOf(home, id), '')
  } catch {
    // A full or read-only disk: it counts as dead.
  }
}

export function isMarkedStopped(home: string, { id }: Container): boolean {
  return existsSync(markOf(home, id))
}

/** Forgets the marks of containers that run again, whoever started them. */
export function forgetStops(home: string, containers: readonly Container[]): void {
  for (const { id, state } of containers) {
    if (state === 'running') rmSync(markOf(home, id), { force: true })
  }
}

function markOf(home: string, id: string): string {
  return join(home, 'compose', `stopped-${id}`)
}
