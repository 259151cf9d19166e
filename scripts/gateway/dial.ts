import net from 'node:net'
import tls from 'node:tls'
import { askOver, NoAnswer, type Request, splitAddress } from '../wire/index.ts'
import { logIn } from './login.ts'
import type { Security, Tls } from './security.ts'

export const ANSWER_TIMEOUT_MS = 10_000
const CONNECT_TIMEOUT_MS = 10_000
// Of a name's several addresses, the next is tried after so long; Node's 250 ms are too few for
// brokers on the other side of the world.
const NEXT_ADDRESS_MS = 2000

/** Connects to a broker and logs in. Fails with what befell it, unexplained. */
export async function dial(address: string, security: Security): Promise<net.Socket> {
  const socket = await connect(address, security.tls)
  try {
    if (security.sasl) await logIn(socket, security.sasl, address)
    return socket
  } catch (error) {
    socket.destroy()
    throw error
  }
}

/** Asks a broker one question over a connection of its own. */
export async function askDirectly<Answer>(
  address: string,
  security: Security,
  request: Request<Answer>,
): Promise<Answer> {
  const socket = await dial(address, security)
  try {
    return await askOver(socket, request, ANSWER_TIMEOUT_MS, address)
  } finally {
    socket.destroy()
  }
}

/** Connects, with TLS if there are settings for it. */
export function connect(
  address: string,
  security: (Tls & { readonly rejectUnauthorized?: boolean }) | undefined,
): Promise<net.Socket> {
  const { host, port } = splitAddress(address)
  const place = { host, port, autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_MS }
  // Of an IP address TLS must not tell the server the name; the certificate has to hold it still.
  const servername = net.isIP(host) ? '' : host
  const socket = security ? tls.connect({ ...place, servername, ...security }) : net.connect(place)
  return new Promise((resolve, reject) => {
    const late = new NoAnswer('SILENT', `${address} did not answer in ${CONNECT_TIMEOUT_MS} ms`)
    const timer = setTimeout(() => socket.destroy(late), CONNECT_TIMEOUT_MS)
    socket.once(security ? 'secureConnect' : 'connect', () => {
      clearTimeout(timer)
      socket.setNoDelay(true)
      resolve(socket)
    })
    socket.on('error', reject) // and stays: whoever uses it next is told of its end by "close"
    socket.once('close', () => {
      clearTimeout(timer)
      reject(new NoAnswer('HUNG_UP', `${address} closed the connection`))
    })
  })
}
