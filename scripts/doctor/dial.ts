import net from 'node:net'

/** What became of a connection that was tried. */
export type DialOutcome = 'answers' | 'unknown-name' | 'refused' | 'silent'

/** Connects to an address as any program would, and hangs up. */
export function dial(address: string, timeoutMs: number): Promise<DialOutcome> {
  const colon = address.lastIndexOf(':')
  const host = address.slice(0, colon)
  return new Promise((resolve) => {
    const socket = net.connect(Number(address.slice(colon + 1)), host)
    const end = (outcome: DialOutcome): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(outcome)
    }
    const timer = setTimeout(() => end('silent'), timeoutMs)
    socket.once('connect', () => end('answers'))
    socket.on('error', ({ code }: NodeJS.ErrnoException) => end(outcomeOf(code)))
  })
}

function outcomeOf(code: string | undefined): DialOutcome {
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'unknown-name'
  return code === 'ECONNREFUSED' ? 'refused' : 'silent'
}
