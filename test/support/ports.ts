import { randomInt } from 'node:crypto'
import net from 'node:net'

// Below the ports that systems hand out by themselves.
const FIRST = 2000
const LAST = 3200
// Test files run beside each other, each process with a share of its own: what one of them was
// given, and does not listen on yet, is never given to the other.
const SHARES = 4
const share = Number(process.env.VITEST_POOL_ID ?? 0) % SHARES
const given = new Set<string>()

/** The first digits of ten ports that are free now, and that nobody else in these tests gets. */
export async function freePorts(): Promise<string> {
  for (;;) {
    const prefix = `${randomInt(FIRST / SHARES, LAST / SHARES) * SHARES + share}`
    if (given.has(prefix)) continue
    given.add(prefix)
    const ports = Array.from({ length: 10 }, (_, last) => Number(`${prefix}${last}`))
    const free = await Promise.all(ports.map(isFree))
    if (free.every(Boolean)) return prefix
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = net.createServer()
    server.once('error', () => resolve(false))
    server.listen({ port, host: '127.0.0.1' }, () => server.close(() => resolve(true)))
  })
}
