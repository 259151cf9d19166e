import { readFileSync } from 'node:fs'
import os from 'node:os'
import { freeBytes, projectRoot } from '../../state/index.ts'
import type { Seen } from '../finding.ts'
import { judgeMemory, judgeWsl } from '../judge-machine.ts'
import { ifKnown, type Place } from '../place.ts'
import type { Probe } from '../probe.ts'

/** Node, memory, disk, and the Linux inside Windows. */
export const machine: Probe = {
  about: 'this machine',
  async look({ home, status }: Place): Promise<Seen> {
    const [free, known] = await Promise.all([freeBytes(home), ifKnown(status)])
    const memory = freeMemory()
    const missing = known?.brokers.filter(({ state }) => state === 'stopped' || state === 'dead')
    return {
      fine: [
        `Node ${process.versions.node} on ${process.platform} ${process.arch}`,
        `${gigabytes(free)} of disk are free, and ${gigabytes(memory)} of memory`,
      ],
      problems: [
        // What macOS calls free is what it has not yet found a use for.
        ...judgeMemory(process.platform === 'darwin' ? undefined : memory, missing?.length ?? 0),
        ...judgeWsl(versionOfLinux(), projectRoot),
      ],
    }
  },
}

// A container may be allowed less than the machine has free. (What it has left is not known: the
// kernel counts files that it could drop at any time as used.)
function freeMemory(): number {
  return Math.min(os.freemem(), process.constrainedMemory() || Number.POSITIVE_INFINITY)
}

function gigabytes(bytes: number): string {
  return `${(bytes / 1e9).toFixed(1)} GB`
}

function versionOfLinux(): string {
  return process.platform === 'linux' ? readFileSync('/proc/version', 'utf8') : ''
}
