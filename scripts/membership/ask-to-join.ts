import { once } from 'node:events'
import { type IncomingMessage, request } from 'node:http'
import tls from 'node:tls'
import { WorkbookError } from '../errors.ts'
import { FINGERPRINT_BYTES, type JoinCode } from './code.ts'
import { fingerprint } from './names.ts'

const PATIENCE_MS = 15_000

/** What a clone that wants to join says. */
export interface JoinRequest {
  readonly secret: string
  readonly name: string
  /** Made by the clone, and kept there before it asks: it may ask again if no answer came. */
  readonly password: string
}

/**
 * Asks the class of a code for a seat; gives the class's certificate. The secret is told only to
 * whoever has the certificate that the code names: another machine that answers at the address
 * learns nothing.
 */
export async function askToJoin(code: JoinCode, wish: JoinRequest): Promise<string> {
  const { socket, certificate } = await connect(code)
  try {
    const answer = await post(socket, wish)
    if (answer.status === 200) return certificate
    throw refusal(answer.status, answer.text)
  } finally {
    socket.destroy()
  }
}

async function connect(code: JoinCode): Promise<{ socket: tls.TLSSocket; certificate: string }> {
  const port = Number(`${code.ports}0`)
  // What it shows is compared below; no authority vouches for it.
  const socket = tls.connect({ host: code.address, port, rejectUnauthorized: false })
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('no answer')))
  try {
    await once(socket, 'secureConnect')
  } catch (error) {
    throw new WorkbookError('CLASS_AWAY', `Nobody answers at ${code.address}, port ${port}.`, {
      cause: error,
    })
  }
  const shown = socket.getPeerX509Certificate()
  const found = shown && fingerprint(shown.raw, FINGERPRINT_BYTES).toString('hex')
  if (shown && found === code.fingerprint) return { socket, certificate: shown.toString() }
  socket.destroy()
  throw new WorkbookError(
    'CLASS_REFUSED',
    `Whoever answers at ${code.address} is not the class of this code: it was another class's, or it has ended.`,
  )
}

async function post(
  socket: tls.TLSSocket,
  wish: JoinRequest,
): Promise<{ status: number; text: string }> {
  const body = JSON.stringify(wish)
  const asked = request({
    createConnection: () => socket,
    method: 'POST',
    path: '/join',
    headers: { 'Content-Type': 'application/json', 'Content-Length': Buffer.byteLength(body) },
  })
  asked.end(body)
  try {
    const [answer] = (await once(asked, 'response')) as [IncomingMessage]
    const chunks = await answer.toArray()
    return { status: answer.statusCode ?? 0, text: Buffer.concat(chunks).toString() }
  } catch (error) {
    throw new WorkbookError('CLASS_AWAY', 'The class did not answer.', { cause: error })
  }
}

function refusal(status: number, text: string): WorkbookError {
  if (status >= 500) return new WorkbookError('CLASS_AWAY', text)
  if (status === 409) return new WorkbookError('NAME_TAKEN', text)
  if (status === 422) return new WorkbookError('BAD_NAME', text)
  return new WorkbookError('CLASS_REFUSED', text)
}
