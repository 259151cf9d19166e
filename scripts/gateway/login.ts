import type net from 'node:net'
import { WorkbookError } from '../errors.ts'
import { askOver, errors, ScramLogin, saslAuthenticate, saslHandshake } from '../wire/index.ts'
import type { Sasl } from './security.ts'

const TIMEOUT_MS = 10_000
const hashes = { 'scram-sha-256': 'sha256', 'scram-sha-512': 'sha512' } as const

/** Logs in on a connection that nobody has used. `address` is named in errors. */
export async function logIn(socket: net.Socket, sasl: Sasl, address: string): Promise<void> {
  await agree(socket, sasl, address)
  const exchange = async (message: string): Promise<string> => {
    const { error, why, answer } = await askOver(
      socket,
      saslAuthenticate(message),
      TIMEOUT_MS,
      address,
    )
    if (error === errors.NONE) return answer
    throw new WorkbookError(
      'LOGIN_REFUSED',
      `${address} refuses the user ${sasl.username}: ${why || `error ${error}`}.`,
    )
  }
  if (sasl.mechanism === 'plain') await exchange(`\0${sasl.username}\0${sasl.password}`)
  else await proveByScram(new ScramLogin(hashes[sasl.mechanism], sasl), exchange, address)
}

async function agree(socket: net.Socket, sasl: Sasl, address: string): Promise<void> {
  const name = sasl.mechanism.toUpperCase()
  const { error, mechanisms } = await askOver(socket, saslHandshake(name), TIMEOUT_MS, address)
  if (error === errors.NONE) return
  if (error === errors.ILLEGAL_SASL_STATE) {
    throw new WorkbookError('NO_SASL', `${address} asks nobody to log in, and so refuses it.`)
  }
  throw new WorkbookError(
    'SASL_MECHANISM',
    `${address} does not let users log in by ${name}, only by ${[...mechanisms].sort().join(' or ')}.`,
  )
}

async function proveByScram(
  login: ScramLogin,
  exchange: (message: string) => Promise<string>,
  address: string,
): Promise<void> {
  const serverFirst = await exchange(login.first())
  const suspicious = (error: unknown): never => {
    throw new WorkbookError('LOGIN_REFUSED', `Of ${address}: ${(error as Error).message}`, {
      cause: error,
      remedy: 'Somebody else may be answering there. Ask whoever runs the cluster.',
    })
  }
  const serverFinal = await exchange(await login.proof(serverFirst).catch(suspicious))
  try {
    login.verify(serverFinal)
  } catch (error) {
    suspicious(error)
  }
}
