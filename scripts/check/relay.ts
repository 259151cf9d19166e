import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import { firstTopicToMake, producedRecords, wantedAcks } from './client-requests.ts'
import { patchPorts } from './metadata-ports.ts'

const PRODUCE = 0
const METADATA = 3
const CREATE_TOPICS = 19
const SIZE_LENGTH = 4

/**
 * Stands between a program and the brokers, on ports of its own: what is sent can be watched, held
 * or cut off there, as a slow or broken network would. Brokers tell clients their addresses; the
 * relay puts its own into those answers.
 */
export class Relay implements AsyncDisposable {
  /** Where programs ask for the cluster. */
  readonly addresses: readonly string[]
  /**
   * Waits until all brokers know a topic that a program has made; only then is it told. A broker
   * that does not know it yet makes KafkaJS's createTopics fail, one time in a hundred.
   */
  settleTopic: (topic: string) => Promise<void> = async () => {}
  /** Whether a Produce request ever asked for no answer (acks: 0). */
  unanswered = false
  /** Whether ever two Produce requests were under way at once. */
  sideBySide = false
  /** Whether ever two were under way at once on one connection: they cannot be one send(). */
  pipelined = false
  readonly #servers: readonly net.Server[]
  readonly #sockets = new Set<net.Socket>()
  readonly #underWay = new Set<string>()
  #holdMs = 0
  #connections = 0
  #heldUntil: number | undefined
  #losing: { timesLeft: number; broker?: number; records?: string | undefined } | undefined

  /** Begins to listen, before the brokers at these addresses. */
  static async start(brokers: readonly string[]): Promise<Relay> {
    const servers = brokers.map(() => net.createServer())
    const ports = await Promise.all(servers.map(listen))
    return new Relay(brokers.map(portOf), servers, ports)
  }

  private constructor(brokers: number[], servers: net.Server[], ports: number[]) {
    this.#servers = servers
    this.addresses = ports.map((port) => `127.0.0.1:${port}`)
    const own = new Map(brokers.map((port, index) => [port, ports[index] ?? port]))
    for (const [index, server] of servers.entries()) {
      server.on('connection', (client) => this.#relay(client, brokers[index] ?? 0, own))
    }
  }

  /** From the next Produce request on, holds up all such requests for so long. */
  holdUp(holdMs: number): void {
    this.#holdMs = holdMs
    this.#heldUntil = undefined
  }

  /**
   * Loses the next Produce request together with its connection, and again when it comes back,
   * until its broker got another one first; at most so many times. Whoever waits for an answer
   * before going on is delayed; whoever does not is overtaken, whichever retry is the faster.
   */
  loseNextProduce({ atMost }: { atMost: number }): void {
    this.#losing = { timesLeft: atMost }
  }

  #isToBeLost(broker: number, request: Buffer): boolean {
    const losing = this.#losing
    if (!losing || (losing.broker !== undefined && losing.broker !== broker)) return false
    const records = producedRecords(request)
    const isFirst = losing.broker === undefined
    if (isFirst) Object.assign(losing, { broker, records })
    const comesBack = records !== undefined && records === losing.records
    const lose = losing.timesLeft-- > 0 && (isFirst || comesBack)
    if (!lose) this.#losing = undefined
    return lose
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(this.#servers.map((server) => new Promise((done) => server.close(done))))
  }

  async #hold(): Promise<void> {
    this.#heldUntil ??= performance.now() + this.#holdMs
    const leftMs = this.#heldUntil - performance.now()
    if (leftMs > 0) await pause(leftMs)
  }

  #relay(client: net.Socket, brokerPort: number, own: ReadonlyMap<number, number>): void {
    const broker = net.connect(brokerPort, '127.0.0.1')
    const connection = this.#connections++
    const asked = new Map<number, { apiKey: number; apiVersion: number }>()
    const toMake = new Map<number, string | undefined>()
    for (const socket of [client, broker]) this.#sockets.add(socket)
    // What is still held when either side hangs up is lost, as in a broken network.
    const hangUp = (): void => {
      for (const socket of [client, broker]) {
        socket.destroy()
        this.#sockets.delete(socket)
      }
      for (const id of asked.keys()) this.#underWay.delete(`${connection} ${id}`)
    }
    for (const socket of [client, broker]) socket.on('close', hangUp).on('error', hangUp)

    let inOrder = Promise.resolve()
    let answers = Promise.resolve()
    onFrames(client, (frame) => {
      const [apiKey, apiVersion] = [frame.readInt16BE(4), frame.readInt16BE(6)]
      const correlationId = frame.readInt32BE(8)
      asked.set(correlationId, { apiKey, apiVersion })
      if (apiKey === CREATE_TOPICS) toMake.set(correlationId, firstTopicToMake(frame))
      if (apiKey === PRODUCE && this.#isToBeLost(brokerPort, frame)) return hangUp()
      if (apiKey === PRODUCE) {
        this.#underWay.add(`${connection} ${correlationId}`)
        this.sideBySide ||= this.#underWay.size > 1
        this.unanswered ||= wantedAcks(frame) === 0
        this.pipelined ||= [...asked.values()].filter((one) => one.apiKey === PRODUCE).length > 1
      }
      inOrder = inOrder.then(async () => {
        if (apiKey === PRODUCE) await this.#hold()
        if (!broker.destroyed) broker.write(frame)
      })
    })
    onFrames(broker, (frame) => {
      const correlationId = frame.readInt32BE(4)
      const question = asked.get(correlationId)
      asked.delete(correlationId)
      this.#underWay.delete(`${connection} ${correlationId}`)
      if (question?.apiKey === METADATA) patchPorts(frame, question.apiVersion, own)
      answers = answers.then(async () => {
        const topic = toMake.get(correlationId)
        if (topic !== undefined) await this.settleTopic(topic)
        if (!client.destroyed) client.write(frame)
      })
    })
  }
}

/**
 * Every message of Kafka's protocol has its size before it. Who sends anything else, as a program
 * with a socket of its own may, is hung up on, as brokers do.
 */
function onFrames(socket: net.Socket, take: (frame: Buffer) => void): void {
  let bytes = Buffer.alloc(0)
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk])
    while (bytes.length >= SIZE_LENGTH && !socket.destroyed) {
      const size = bytes.readInt32BE()
      if (size >= 0 && bytes.length < SIZE_LENGTH + size) return
      try {
        take(bytes.subarray(0, SIZE_LENGTH + size))
      } catch {
        socket.destroy()
      }
      bytes = bytes.subarray(SIZE_LENGTH + size)
    }
  })
}

function listen(server: net.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => resolve((server.address() as net.AddressInfo).port))
  })
}

function portOf(address: string): number {
  return Number(address.slice(address.lastIndexOf(':') + 1))
}
