// Where on this machine a class can be: its addresses, and who is there already.
import { once } from 'node:events'
import net from 'node:net'
import { networkInterfaces } from 'node:os'
import tls from 'node:tls'
import { WorkbookError } from '../errors.ts'
import type { HostedClass } from './home.ts'

const PATIENCE_MS = 3000
// Networks of containers and virtual machines on this machine, in which nobody of the room is.
const inside = /^(br-|docker|veth|virbr)/

/** The addresses at which a room may reach this machine. */
export function roomAddresses(): string[] {
  return Object.entries(networkInterfaces())
    .filter(([name]) => !inside.test(name))
    .flatMap(([, addresses]) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
}

/** Whether this machine has an address, and so can be reached there. */
export async function hasAddress(address: string): Promise<boolean> {
  const server = net.createServer().listen(0, address)
  try {
    await once(server, 'listening')
    return true
  } catch {
    return false
  } finally {
    server.close()
  }
}

/** Fails, with the addresses that there are, unless this machine has this one. */
export async function requireAddress(address: string): Promise<void> {
  if (await hasAddress(address)) return
  const own = roomAddresses()
  const has = own.length > 0 ? `has ${own.join(', ')}` : 'is in no network'
  throw new WorkbookError('NO_ADDRESS', `This machine has no address ${address}; it ${has}.`)
}

/** Whether the room of a class is open, in this process or another: whoever opened it shows it. */
export async function isOpen({ address, ports, certificate }: HostedClass): Promise<boolean> {
  const socket = tls.connect({ host: address, port: Number(`${ports}0`), ca: [certificate] })
  socket.setTimeout(PATIENCE_MS, () => socket.destroy(new Error('no answer')))
  try {
    await once(socket, 'secureConnect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
