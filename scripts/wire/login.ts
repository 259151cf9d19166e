import type { Duplex } from 'node:stream'
import { askOver } from './connection.ts'
import { refuse } from './errors.ts'
import { saslAuthenticate, saslHandshake } from './sasl.ts'

/** Who asks, where a broker wants to know. */
export interface Login {
  readonly username: string
  readonly password: string
}

// Known to this process alone. Behind a gateway, every program of this machine could ask with
// these rights.
const logins = new Map<string, Login>()

/** From now on, whatever this process asks at these addresses is asked by `login` (SASL PLAIN). */
export function logInAt(addresses: readonly string[], login: Login): void {
  for (const address of addresses) logins.set(address, login)
}

/** Says who asks, if somebody is to be named at this address; nobody has used the connection. */
export async function introduce(socket: Duplex, address: string, timeoutMs: number): Promise<void> {
  const login = logins.get(address)
  if (!login) return
  const { username, password } = login
  const agreed = await askOver(socket, saslHandshake('PLAIN'), timeoutMs, address)
  refuse('use SASL PLAIN', agreed.error)
  const message = saslAuthenticate(`\0${username}\0${password}`)
  const { error, why } = await askOver(socket, message, timeoutMs, address)
  refuse(`let in ${username}: ${why}`, error)
}
