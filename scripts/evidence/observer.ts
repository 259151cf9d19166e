import { longerIfBusy, waitUntil } from '../cluster/index.ts'
import {
  askRepeatedly,
  type CommittedOffsets,
  committedOffsets,
  deleteGroup,
  describeClassicGroup,
  describeConsumerGroup,
  type GroupDescription,
  groupCoordinator,
  listGroups,
  logEnd,
  lowWatermark,
  metadata,
  type PartitionState,
  type Request,
  removeClassicMember,
  removeMember,
  topicMetadata,
  topicSettings,
  whoAnswers,
} from '../wire/index.ts'
import { readLog, type StoredPartition } from './log-reader.ts'

const ANSWER_TIMEOUT_MS = 1500
// Who answered last time is given up after that, or after a few times of what an answer takes there.
const SOON_MS = 300
const TIMES_AS_LONG = 3
// Where nobody else can be asked, and a broker that is only busy must not pass for one that is gone.
const BUSY_TIMEOUT_MS = 5000
const PATIENCE_MS = 20_000
const SETTLING_MS = 2000
const RETRY_MS = 2000

/**
 * Reads what the brokers hold, with a client of our own that no answer under test has touched.
 * It asks whoever leads or coordinates, of whichever brokers are alive, and waits out elections.
 */
export class Observer {
  readonly #addresses: readonly string[]
  #answeredLast: string | undefined
  #soonMs = SOON_MS
  readonly #coordinators = new Map<string, string>()
  #patienceMs = longerIfBusy(PATIENCE_MS)

  constructor(addresses: readonly string[]) {
    this.#addresses = addresses
  }

  /** The partitions of a topic with leader, replicas and in-sync replicas; none if there is none. */
  async partitions(topic: string): Promise<PartitionState[]> {
    const { partitions } = await this.#patiently(`asking for ${topic}`, () =>
      this.#anybody(topicMetadata(topic)),
    )
    return [...partitions].sort((one, other) => one.partition - other.partition)
  }

  /** Settles when every broker that answers knows a topic and who leads it, or soon after. */
  async settled(topic: string): Promise<void> {
    const knows = async (address: string): Promise<boolean> => {
      const { partitions } = await askRepeatedly(address, topicMetadata(topic), ANSWER_TIMEOUT_MS)
      return partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)
    }
    await waitUntil({
      what: `all brokers to know ${topic}`,
      look: () => Promise.all(this.#addresses.map((one) => knows(one).catch(() => true))),
      done: (seen) => seen.every(Boolean),
      timeoutMs: SETTLING_MS, // it may have been refused
      everyMs: 10,
    }).catch(() => {})
  }

  /** The names of all topics. */
  async topics(): Promise<string[]> {
    const { partitions } = await this.#patiently('asking for the topics', () =>
      this.#anybody(metadata),
    )
    return [...new Set(partitions.map(({ topic }) => topic))].sort()
  }

  /** All that is stored in a topic; no partitions if there is no such topic. */
  async stored(topic: string): Promise<StoredPartition[]> {
    const partitions = await this.partitions(topic)
    return Promise.all(
      partitions.map(({ partition }) =>
        this.#patiently(`reading ${topic}, partition ${partition}`, async () => {
          const askLeader = await this.#leader(topic, partition)
          return readLog(
            askLeader,
            topic,
            partition,
            await askLeader(lowWatermark(topic, partition)),
          )
        }),
      ),
    )
  }

  /** Where a leader will put the next record, whether or not its followers have those before. */
  logEnd(topic: string, partition: number): Promise<number> {
    return this.#patiently(`finding the end of ${topic}, partition ${partition}`, async () => {
      const askLeader = await this.#leader(topic, partition)
      return askLeader(logEnd(topic, partition))
    })
  }

  /** All settings in force for a topic, defaults included. */
  settings(topic: string): Promise<Record<string, string>> {
    return this.#patiently(`describing ${topic}`, () => this.#anybody(topicSettings(topic)))
  }

  /** The groups that any living broker looks after. */
  async groups(): Promise<string[]> {
    const answers = await Promise.all(
      this.#addresses.map((address) =>
        askRepeatedly(address, listGroups, BUSY_TIMEOUT_MS).catch(() => [] as string[]),
      ),
    )
    return [...new Set(answers.flat())].sort()
  }

  /** The id of the broker that looks after a group. */
  async coordinator(groupId: string): Promise<number> {
    const { id } = await this.#patiently(`finding the coordinator of ${groupId}`, () =>
      this.#anybody(groupCoordinator(groupId)),
    )
    return id
  }

  /** A group's state and members, whichever protocol it speaks. */
  group(groupId: string): Promise<GroupDescription> {
    return this.#patiently(`describing the group ${groupId}`, async () => {
      const askCoordinator = await this.#coordinator(groupId)
      const classic = await askCoordinator(describeClassicGroup(groupId))
      if (classic.state !== 'Dead') return classic
      return (await askCoordinator(describeConsumerGroup(groupId))) ?? classic
    })
  }

  /** What a group has committed: the next offset to read, by topic and partition. */
  committed(groupId: string): Promise<CommittedOffsets> {
    return this.#patiently(`fetching the offsets of ${groupId}`, async () => {
      const askCoordinator = await this.#coordinator(groupId)
      return askCoordinator(committedOffsets(groupId))
    })
  }

  /** Takes out members that died without leaving: the group would wait for them. */
  removeMembers(groupId: string): Promise<void> {
    return this.#patiently(`removing members of ${groupId}`, async () => {
      const { members } = await this.group(groupId)
      const askCoordinator = await this.#coordinator(groupId)
      for (const { id } of members) {
        await askCoordinator(removeClassicMember(groupId, id))
        await askCoordinator(removeMember(groupId, id))
      }
    })
  }

  /** Deletes a group, together with members that died and have not been given up yet. */
  deleteGroup(groupId: string): Promise<void> {
    return this.#patiently(`deleting the group ${groupId}`, async () => {
      await this.removeMembers(groupId)
      return (await this.#coordinator(groupId))(deleteGroup(groupId))
    })
  }

  // A grading looks many times a second: asking all of them first, each time, costs the brokers more
  // than the answers do.
  async #anybody<Answer>(request: Request<Answer>): Promise<Answer> {
    if (this.#answeredLast) {
      const soon = askRepeatedly(this.#answeredLast, request, this.#soonMs)
      const found = await soon.then((answer) => ({ answer })).catch(() => undefined)
      if (found) return found.answer
    }
    this.#answeredLast = await whoAnswers(this.#addresses)
    const startedAt = performance.now()
    const answer = await askRepeatedly(this.#answeredLast, request, ANSWER_TIMEOUT_MS)
    const tookMs = performance.now() - startedAt
    this.#soonMs = Math.min(Math.max(SOON_MS, TIMES_AS_LONG * tookMs), ANSWER_TIMEOUT_MS)
    return answer
  }

  async #leader(topic: string, partition: number): Promise<Ask> {
    const { brokers, partitions } = await this.#anybody(topicMetadata(topic))
    const state = partitions.find((one) => one.partition === partition)
    const leader = brokers.find(({ id }) => id === state?.leader)
    if (!leader) throw new Error('nobody leads it now')
    return (request) => askRepeatedly(leader.address, request, ANSWER_TIMEOUT_MS)
  }

  async #coordinator(groupId: string): Promise<Ask> {
    const known = this.#coordinators.get(groupId)
    const address = known ?? (await this.#anybody(groupCoordinator(groupId))).address
    this.#coordinators.set(groupId, address)
    return (request) =>
      askRepeatedly(address, request, ANSWER_TIMEOUT_MS).catch((error: unknown) => {
        this.#coordinators.delete(groupId) // it may be another one by now
        throw error
      })
  }

  // While a broker is lost, its partitions and groups have nobody for a moment. A cluster that was
  // waited for in vain is not waited for as long again: what is left to do then is tidying up.
  async #patiently<T>(what: string, look: () => Promise<T>): Promise<T> {
    const seen = await waitUntil({
      what,
      look: () =>
        look().then(
          (value) => ({ value }),
          (error: unknown) => ({ error: String(error) }),
        ),
      done: (answer) => 'value' in answer,
      timeoutMs: this.#patienceMs,
    }).catch((error: unknown) => {
      this.#patienceMs = RETRY_MS
      throw error
    })
    this.#patienceMs = longerIfBusy(PATIENCE_MS)
    return (seen as { value: T }).value
  }
}

type Ask = <Answer>(request: Request<Answer>) => Promise<Answer>
