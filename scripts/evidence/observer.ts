import { waitUntil } from '../cluster/index.ts'
import {
  ask,
  askAnybody,
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
  type Metadata,
  metadata,
  type PartitionState,
  type Request,
  removeClassicMember,
  removeMember,
  topicSettings,
} from '../wire/index.ts'
import { readLog, type StoredPartition } from './log-reader.ts'

const ANSWER_TIMEOUT_MS = 1500
const PATIENCE_MS = 20_000
const SETTLING_MS = 2000
const RETRY_MS = 2000

/**
 * Reads what the brokers hold, with a client of our own that no answer under test has touched.
 * It asks whoever leads or coordinates, of whichever brokers are alive, and waits out elections.
 */
export class Observer {
  readonly #addresses: readonly string[]
  #patienceMs = PATIENCE_MS

  constructor(addresses: readonly string[]) {
    this.#addresses = addresses
  }

  /** The partitions of a topic with leader, replicas and in-sync replicas; none if there is none. */
  async partitions(topic: string): Promise<PartitionState[]> {
    const { partitions } = await this.#cluster()
    return partitions
      .filter((partition) => partition.topic === topic)
      .sort((one, other) => one.partition - other.partition)
  }

  /** Settles when every broker that answers knows a topic and who leads it, or soon after. */
  async settled(topic: string): Promise<void> {
    const knows = async (address: string): Promise<boolean> => {
      const { partitions } = await ask(address, metadata, ANSWER_TIMEOUT_MS)
      const own = partitions.filter((partition) => partition.topic === topic)
      return own.length > 0 && own.every(({ leader }) => leader >= 0)
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
    const { partitions } = await this.#cluster()
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
        ask(address, listGroups, ANSWER_TIMEOUT_MS).catch(() => [] as string[]),
      ),
    )
    return [...new Set(answers.flat())].sort()
  }

  /** The id of the broker that looks after a group. */
  coordinator(groupId: string): Promise<number> {
    return this.#patiently(`finding the coordinator of ${groupId}`, () =>
      this.#anybody(groupCoordinator(groupId)),
    )
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
      const askCoordinator = await this.#coordinator(groupId)
      for (const { id } of (await this.group(groupId)).members) {
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

  #anybody<Answer>(request: Request<Answer>): Promise<Answer> {
    return askAnybody(this.#addresses, request, ANSWER_TIMEOUT_MS)
  }

  #cluster(): Promise<Metadata> {
    return this.#patiently('asking for the topics', () => this.#anybody(metadata))
  }

  async #leader(topic: string, partition: number): Promise<Ask> {
    const { brokers, partitions } = await this.#anybody(metadata)
    const state = partitions.find((one) => one.topic === topic && one.partition === partition)
    return askBroker(brokers, state?.leader)
  }

  async #coordinator(groupId: string): Promise<Ask> {
    const { brokers } = await this.#anybody(metadata)
    return askBroker(brokers, await this.#anybody(groupCoordinator(groupId)))
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
    this.#patienceMs = PATIENCE_MS
    return (seen as { value: T }).value
  }
}

type Ask = <Answer>(request: Request<Answer>) => Promise<Answer>

function askBroker(brokers: Metadata['brokers'], id: number | undefined): Ask {
  const broker = brokers.find((one) => one.id === id)
  if (!broker) throw new Error('nobody leads it now')
  return (request) => ask(broker.address, request, ANSWER_TIMEOUT_MS)
}
