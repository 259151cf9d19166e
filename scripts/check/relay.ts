import net from 'node:net'
import { setTimeout as pause } from 'node:timers/promises'
import {
  type Node,
  onAnswers,
  onRequests,
  type Question,
  questionOf,
  replaceAddresses,
  splitAddress,
} from '../wire/index.ts'
import {
  firstTopicToMake,
  firstWanted,
  type SentRecord,
  topicsAskedFor,
  wantedAcks,
} from './client-requests.ts'
import { Hold } from './hold.ts'
import { LossyNetwork } from './lossy-network.ts'

const PRODUCE = 0
const FETCH = 1
const METADATA = 3
const OFFSET_COMMIT = 8
const CREATE_TOPICS = 19
const HERE = '127.0.0.1'
// In `commitsMs`: a program that never stops sending has its commits all the same.
const MOST_WAITING = 8

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
  /** The topics that the program ever asked for by name, whether they are there or not. */
  readonly askedFor = new Set<string>()
  /** From which offset of a topic the program last asked for records, and how often in a row. */
  readonly reading = new Map<string, { readonly offset: number; readonly times: number }>()
  /** Whether a Produce request ever asked for no answer (acks: 0). */
  unanswered = false
  /** Whether one ever asked for the leader's answer alone (acks: 1). */
  leaderOnly = false
  /** Whether ever two Produce requests were under way at once. */
  sideBySide = false
  /** Whether two ever were on one connection: they cannot be one send(). */
  pipelined = false
  /** When a Produce request last came or was answered, by `performance.now()`. */
  lastProduceAt = 0
  /** Whether a Produce request ever came after a connection had been closed that carried requests. */
  reconnected = false
  readonly #servers: readonly net.Server[]
  readonly #sockets = new Set<net.Socket>()
  readonly #underWay = new Set<string>()
  #sends = new Hold(0)
  #lookups = new Hold(0)
  #lastSendingAt = 0
  #delays = { readsMs: 0, commitsMs: 0, commitsAfterSendsMs: 0, sendsTo: '' }
  #connections = 0
  #hungUp = false
  #lossy: LossyNetwork | undefined

  /** Begins to listen, before the brokers at these addresses. */
  static async start(brokers: readonly string[]): Promise<Relay> {
    const servers = brokers.map(() => net.createServer())
    const ports = await Promise.all(servers.map(listen))
    return new Relay(brokers, servers, ports)
  }

  private constructor(brokers: readonly string[], servers: net.Server[], ports: number[]) {
    this.#servers = servers
    this.addresses = ports.map((port) => `${HERE}:${port}`)
    const own = new Map(brokers.map((address, index) => [address, ports[index]]))
    const rename = ({ host, port }: Node) => {
      const here = own.get(`${host}:${port}`)
      return here === undefined ? { host, port } : { host: HERE, port: here }
    }
    for (const [index, server] of servers.entries()) {
      server.on('connection', (client) => this.#relay(client, brokers[index] ?? '', rename))
    }
  }

  /**
   * From now on, each request to read comes `readsMs` later: a network that is far. One to commit
   * comes `commitsMs` later; not within `commitsAfterSendsMs` after the program last sent, or asked
   * whom to send to for the topic `sendsTo`, and never while a send is under way. After eight times
   * `commitsMs` it goes on anyhow.
   */
  delay(delays: {
    readsMs: number
    commitsMs: number
    commitsAfterSendsMs: number
    sendsTo: string
  }): void {
    this.#delays = delays
  }

  /**
   * From the next Produce request on, holds up all such requests for so long; and those that ask for
   * a topic by name for `lookupsMs`, from the next one on.
   */
  holdUp(sendsMs: number, lookupsMs = 0): void {
    this.#sends = new Hold(sendsMs)
    this.#lookups = new Hold(lookupsMs)
  }

  /** When the program, since holdUp(), first asked for a topic, by `performance.now()`. */
  get askedAt(): number | undefined {
    return this.#lookups.firstAt
  }

  /** Whether Produce requests are held up now. */
  get holds(): boolean {
    return this.#sends.holds
  }

  /** Lets go what is held up, and holds up nothing more. */
  letGo(): void {
    this.#sends.letGo()
    this.#lookups.letGo()
  }

  /**
   * From now on loses some Produce requests, as LossyNetwork says. Records of one series are to
   * stay in order.
   */
  loseSends(seriesOf: (record: SentRecord) => string | undefined): void {
    this.#lossy = new LossyNetwork(seriesOf)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.#sockets) socket.destroy()
    await Promise.all(this.#servers.map((server) => new Promise((done) => server.close(done))))
  }

  #noteReading(wanted: ReturnType<typeof firstWanted>): void {
    if (!wanted) return
    const { topic, offset } = wanted
    const before = this.reading.get(topic)
    this.reading.set(topic, { offset, times: offset === before?.offset ? before.times + 1 : 1 })
  }

  async #delay(apiKey: number, cameAt: number): Promise<void> {
    const { readsMs, commitsMs, commitsAfterSendsMs } = this.#delays
    if (apiKey === FETCH && readsMs > 0) await pause(readsMs)
    if (apiKey !== OFFSET_COMMIT) return
    const latest = cameAt + MOST_WAITING * commitsMs
    const sentAt = () => (this.#underWay.size > 0 ? performance.now() : this.#lastSendingAt)
    const earliest = () => Math.max(cameAt + commitsMs, sentAt() + commitsAfterSendsMs)
    const leftMs = () => Math.min(earliest(), latest) - performance.now()
    for (let ms = leftMs(); ms > 0; ms = leftMs()) await pause(ms)
  }

  #relay(
    client: net.Socket,
    address: string,
    rename: Parameters<typeof replaceAddresses>[2],
  ): void {
    const broker = net.connect(splitAddress(address))
    const connection = this.#connections++
    const asked = new Map<number, Question & { readonly isOfSending: boolean }>()
    const toMake = new Map<number, string | undefined>()
    let carriedAnything = false
    for (const socket of [client, broker]) this.#sockets.add(socket)
    // What is still held when either side hangs up is lost, as in a broken network.
    const hangUp = (): void => {
      this.#hungUp ||= carriedAnything
      for (const socket of [client, broker]) {
        socket.destroy()
        this.#sockets.delete(socket)
      }
      for (const id of asked.keys()) this.#underWay.delete(`${connection} ${id}`)
    }
    for (const socket of [client, broker]) socket.on('close', hangUp).on('error', hangUp)

    let inOrder = Promise.resolve()
    let answers = Promise.resolve()
    onRequests(client, (frame) => {
      const question = questionOf(frame)
      const { apiKey, correlationId } = question
      const cameAt = performance.now()
      carriedAnything = true
      const topics = apiKey === METADATA ? topicsAskedFor(frame) : []
      for (const topic of topics) this.askedFor.add(topic)
      // Whoever is about to send asks first who leads.
      const isOfSending = apiKey === PRODUCE || topics.includes(this.#delays.sendsTo)
      if (isOfSending) this.#lastSendingAt = cameAt
      asked.set(correlationId, { ...question, isOfSending })
      if (apiKey === FETCH) this.#noteReading(firstWanted(frame))
      if (apiKey === CREATE_TOPICS) toMake.set(correlationId, firstTopicToMake(frame))
      const isLost = apiKey === PRODUCE ? this.#lossy?.loses(address, connection, frame) : undefined
      if (apiKey === PRODUCE) {
        this.lastProduceAt = cameAt
        this.reconnected ||= this.#hungUp
        this.#underWay.add(`${connection} ${correlationId}`)
        this.sideBySide ||= this.#underWay.size > 1
        const acks = wantedAcks(frame)
        this.unanswered ||= acks === 0
        this.leaderOnly ||= acks === 1
        this.pipelined ||= [...asked.values()].filter((one) => one.apiKey === PRODUCE).length > 1
      }
      inOrder = inOrder.then(async () => {
        if (await isLost) return hangUp()
        if (apiKey === PRODUCE) await this.#sends.pass()
        if (topics.length > 0) await this.#lookups.pass()
        await this.#delay(apiKey, cameAt)
        if (!broker.destroyed) broker.write(frame)
      })
    })
    onAnswers(broker, (frame) => {
      const correlationId = frame.readInt32BE(4)
      const question = asked.get(correlationId)
      if (question?.apiKey === PRODUCE) this.lastProduceAt = performance.now()
      if (question?.isOfSending) this.#lastSendingAt = performance.now()
      asked.delete(correlationId)
      this.#underWay.delete(`${connection} ${correlationId}`)
      const passed = question ? replaceAddresses(frame, question, rename) : frame
      answers = answers.then(async () => {
        const topic = toMake.get(correlationId)
        if (topic !== undefined) await this.settleTopic(topic)
        if (!client.destroyed) client.write(passed)
      })
    })
  }
}

function listen(server: net.Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(0, HERE, () => resolve((server.address() as net.AddressInfo).port))
  })
}
