import type net from 'node:net'

const MOST = 8
const IDLE_MS = 5000
// Brokers may want a new login after a while (connections.max.reauth.ms, KIP-368).
const LIFE_MS = 30_000

/**
 * Connections to a broker on which nobody waits for anything any more. Whoever comes next gets one:
 * many ask each question over a connection of its own, and to log in takes longer than to answer.
 * Between requests a connection holds nothing of whoever used it before.
 */
export class Spares {
  readonly #ages = new WeakMap<net.Socket, number>()
  #spares: { address: string; socket: net.Socket; timer: NodeJS.Timeout }[] = []

  /** Notes when a connection was made. */
  born(socket: net.Socket): void {
    this.#ages.set(socket, performance.now())
  }

  /** A connection to the broker at this address, if there is one. */
  take(address: string): net.Socket | undefined {
    const found = this.#spares.find((spare) => spare.address === address && !spare.socket.destroyed)
    if (!found) return undefined
    clearTimeout(found.timer)
    this.#spares = this.#spares.filter((spare) => spare !== found)
    return found.socket
  }

  /** Keeps a connection for a while, or ends it. */
  put(address: string, socket: net.Socket): void {
    this.#spares = this.#spares.filter((spare) => !spare.socket.destroyed)
    const age = performance.now() - (this.#ages.get(socket) ?? 0)
    if (socket.destroyed || age > LIFE_MS || this.#spares.length >= MOST) {
      socket.destroy()
      return
    }
    const timer = setTimeout(() => socket.destroy(), IDLE_MS).unref()
    this.#spares.push({ address, socket, timer })
  }
}
