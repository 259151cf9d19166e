import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { basename } from 'node:path'
import { ownerOf } from '../ownership.ts'

/** A program that listens on a port. */
export interface Holder {
  readonly pid: number
  readonly name: string
  readonly paused: boolean
  readonly commandLine: string
}

/** Finds the program that listens on a port of this machine, as far as this user may know. */
export async function findHolder(port: number): Promise<Holder | undefined> {
  return process.platform === 'linux' ? holderFromProc(port) : holderFromLsof(port)
}

/** Names it for people. */
export function describeHolder({ name, pid, paused, commandLine }: Holder): string {
  const owner = ownerOf(commandLine)
  const whose = owner ? `, a broker of the workbook in ${owner}` : ''
  return `${name} (pid ${pid}${whose}${paused ? ', paused' : ''})`
}

const LISTENING = '0A'

function holderFromProc(port: number): Holder | undefined {
  const inode = listeningInode(port)
  if (!inode) return undefined
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name))
  const pid = pids.find((candidate) => hasSocket(candidate, inode))
  if (!pid) return undefined
  try {
    return {
      pid: Number(pid),
      name: programName(pid),
      paused: /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8')),
      commandLine: readFileSync(`/proc/${pid}/cmdline`, 'utf8'),
    }
  } catch {
    return undefined // it ended while we looked
  }
}

// Not `comm`: programs rename their main thread, Node 24 to "MainThread".
function programName(pid: string): string {
  return basename(readlinkSync(`/proc/${pid}/exe`).replace(/ \(deleted\)$/, ''))
}

function listeningInode(port: number): string | undefined {
  const suffix = `:${port.toString(16).toUpperCase().padStart(4, '0')}`
  for (const table of ['/proc/net/tcp', '/proc/net/tcp6']) {
    for (const line of readLines(table)) {
      const [, local = '', , state, , , , , , inode] = line.trim().split(/\s+/)
      if (local.endsWith(suffix) && state === LISTENING) return inode
    }
  }
  return undefined
}

function hasSocket(pid: string, inode: string): boolean {
  try {
    return readdirSync(`/proc/${pid}/fd`).some(
      (fd) => readlinkSync(`/proc/${pid}/fd/${fd}`) === `socket:[${inode}]`,
    )
  } catch {
    return false // not ours to look into, or it has ended
  }
}

function readLines(file: string): string[] {
  try {
    return readFileSync(file, 'utf8').split('\n')
  } catch {
    return [] // a kernel without IPv6 has no tcp6 table
  }
}

async function holderFromLsof(port: number): Promise<Holder | undefined> {
  const { execa } = await import('execa')
  const args = ['-nP', `-iTCP:${port}`, '-sTCP:LISTEN', '-Fpc']
  const { stdout = '' } = await execa('lsof', args, { reject: false })
  const pid = Number(/^p(\d+)/m.exec(stdout)?.[1])
  const name = /^c(.+)/m.exec(stdout)?.[1]
  if (!pid || !name) return undefined
  const shown = await execa('ps', ['-ww', '-o', 'state=,args=', '-p', `${pid}`], { reject: false })
  const [state = '', ...commandLine] = (shown.stdout ?? '').trim().split(' ')
  return { pid, name, paused: state.startsWith('T'), commandLine: commandLine.join(' ') }
}
