import net from 'node:net'
import { dial } from './dial.ts'
import { pass, type Translate } from './pass.ts'
import type { Security } from './security.ts'
import { Spares } from './spares.ts'

export const HERE = '127.0.0.1'

/** A port of this machine behind which there is one broker. Its sockets keep no process alive. */
export class Door implements AsyncDisposable {
  /** Where the broker is now. */
  address = ''
  /** Settles when the door is open. */
  readonly opened: Promise<void>
  readonly #server: net.Server
  readonly #security: Security
  readonly #translate: Translate
  readonly #sockets = new Set<net.Socket>()
  readonly #spares = new Spares()

  constructor(security: Security, translate: Translate) {
    this.#security = security
    this.#translate = translate
    this.#server = net.createServer((client) => void this.#let(client)).unref()
    this.opened = new Promise((resolve, reject) => {
      this.#server.once('error', reject).listen(0, HERE, resolve)
    })
  }

  /** Undefined until it is open. */
  get port(): number | undefined {
    return (this.#server.address() as net.AddressInfo | null)?.port
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await new Promise((closed) => this.#server.close(closed))
  }

  // A client whose broker cannot be reached sees its connection closed.
  async #let(client: net.Socket): Promise<void> {
    this.#keep(client)
    client.setNoDelay(true)
    const { address } = this
    const broker = this.#spares.take(address) ?? (await this.#dial().catch(() => undefined))
    if (!broker || broker.destroyed) {
      client.destroy()
      return
    }
    const spare = (): void => this.#spares.put(address, broker)
    if (client.destroyed)
      spare() // it had no time to wait
    else pass(client, broker, this.#translate, spare)
  }

  async #dial(): Promise<net.Socket> {
    const socket = await dial(this.address, this.#security)
    this.#keep(socket)
    this.#spares.born(socket)
    return socket
  }

  #keep(socket: net.Socket): void {
    socket.unref()
    this.#sockets.add(socket)
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket))
  }
}
