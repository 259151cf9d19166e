import { spawn } from 'node:child_process'
import { once } from 'node:events'

/** A program of somebody else that listens on a port. */
export interface Listener extends AsyncDisposable {
  readonly pid: number
  readonly port: number
}

const manners = {
  'says nothing': '() => {}',
  'hangs up at once': 'socket => socket.destroy()',
  'speaks first': "socket => { socket.write('220 hello\\r\\n') }",
} as const

/**
 * Starts a program that listens on a port of 127.0.0.1, any free one for 0, and so behaves towards
 * its callers.
 */
export async function startListener(
  port: number,
  manner: keyof typeof manners = 'says nothing',
): Promise<Listener> {
  const script = `const server = require('node:net').createServer(${manners[manner]})
server.listen(${port}, '127.0.0.1', () => console.log(server.address().port))`
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'pipe', 'ignore'] })
  const [listening] = await once(child.stdout, 'data')
  return {
    pid: child.pid ?? 0,
    port: Number(String(listening)),
    async [Symbol.asyncDispose]() {
      child.kill('SIGKILL')
      await once(child, 'exit')
    },
  }
}
