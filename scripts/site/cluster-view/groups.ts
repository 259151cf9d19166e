import {
  ask,
  committedOffsets,
  describeClassicGroup,
  describeConsumerGroup,
  type GroupDescription,
  listGroups,
} from '../../wire/index.ts'

/** A consumer group as pages show it. */
export interface GroupSeen {
  readonly id: string
  /** As Kafka spells it, such as Stable or PreparingRebalance. */
  readonly state: string
  readonly members: readonly {
    readonly client: string
    readonly owns: readonly { readonly topic: string; readonly partitions: readonly number[] }[]
  }[]
  /** The next offset to read, where the group has committed one. */
  readonly committed: readonly {
    readonly topic: string
    readonly partition: number
    readonly offset: number
  }[]
}

export const MOST_GROUPS = 30

/** The groups that these brokers look after; those of a broker that does not answer are missing. */
export async function seeGroups(
  up: readonly string[],
  timeoutMs: number,
): Promise<{ seen: GroupSeen[]; leftOut: number }> {
  const listed = await Promise.all(
    up.map(async (address) => {
      const ids = await ask(address, listGroups, timeoutMs).catch(() => [])
      return ids.map((id) => ({ id, address }))
    }),
  )
  const all = listed.flat().sort((one, other) => one.id.localeCompare(other.id))
  const shown = all.slice(0, MOST_GROUPS)
  const seen = await Promise.all(
    shown.map(({ id, address }) => seeGroup(id, address, timeoutMs).catch(() => undefined)),
  )
  return { seen: seen.filter((one) => one !== undefined), leftOut: all.length - shown.length }
}

// Who lists a group coordinates it, so nobody has to be asked who does.
async function seeGroup(id: string, address: string, timeoutMs: number): Promise<GroupSeen> {
  const [{ state, members }, offsets] = await Promise.all([
    describe(id, address, timeoutMs),
    ask(address, committedOffsets(id), timeoutMs),
  ])
  return {
    id,
    state,
    members: members.map(({ clientId: client, assignment }) => ({
      client,
      owns: Object.entries(assignment).map(([topic, partitions]) => ({ topic, partitions })),
    })),
    committed: Object.entries(offsets).flatMap(([topic, byPartition]) =>
      [...byPartition].map(([partition, offset]) => ({ topic, partition, offset })),
    ),
  }
}

async function describe(id: string, address: string, timeoutMs: number): Promise<GroupDescription> {
  const classic = await ask(address, describeClassicGroup(id), timeoutMs)
  if (classic.state !== 'Dead') return classic
  return (await ask(address, describeConsumerGroup(id), timeoutMs)) ?? classic
}
