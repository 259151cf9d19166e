import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { WorkbookError } from '../../errors.ts'
import { describeHolder, findHolder } from './holder.ts'

const LETTING_GO_MS = 3000

/** Names the holder of the first of these ports of 127.0.0.1 that is not free. */
export async function takenPort(ports: readonly number[]): Promise<WorkbookError | undefined> {
  for (const port of ports) {
    if (!(await becomesFree(port))) return portTaken(port)
  }
  return undefined
}

// A killed JVM is gone from the list of processes before its last thread lets go of its sockets:
// a port that nobody seems to hold is given a moment.
async function becomesFree(port: number): Promise<boolean> {
  const deadline = performance.now() + LETTING_GO_MS
  for (;;) {
    if (await isFree(port)) return true
    if (performance.now() > deadline || (await findHolder(port))) return false
    await pause(20)
  }
}

/** Says who has a port that this clone needs, and what to do about it. */
export async function portTaken(port: number, options?: ErrorOptions): Promise<WorkbookError> {
  const holder = await findHolder(port)
  const who = holder ? `: ${describeHolder(holder)}` : ''
  return new WorkbookError('PORT_TAKEN', `Port ${port} is taken by another program${who}.`, {
    ...options,
    remedy: holder?.paused
      ? `Let it go on (fg in its terminal), or end it: kill -9 ${holder.pid}`
      : 'Stop it, or choose other ports for this clone:\n  WORKBOOK_PORTS=2909 npm run lesson 1',
  })
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const server = net.createServer()
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EADDRINUSE') resolve(false)
      else reject(error)
    })
    server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
      server.close(() => resolve(true))
    })
  })
}
