import type { NewestRecords } from '../cluster-view/newest-records.ts'
import type { PartitionSeen, Snapshot, TopicSeen } from '../cluster-view/snapshot.ts'
import { element } from './dom.ts'
import { type Drawn, keepInStep } from './keyed.ts'
import { shortName } from './names-on-cluster.ts'
import { Rail } from './rail.ts'

type ReadRecords = (topic: string, partition: number) => Promise<NewestRecords>

/** A topic with one rail for each partition. */
export class TopicRails implements Drawn<TopicSeen> {
  readonly node = element('section', '', 'topic')
  readonly #name: string
  readonly #rails = new Map<string, Rail>()
  readonly #list = element('div')
  readonly #records: ReadRecords

  constructor(name: string, records: ReadRecords) {
    this.#name = name
    this.#records = records
    this.node.append(element('h3', shortName(name)), element('p', name, 'full-name'), this.#list)
  }

  show({ partitions }: TopicSeen, snapshot?: Snapshot): void {
    const groups = snapshot?.groups ?? []
    keepInStep<PartitionSeen, Rail>(this.#list, this.#rails, partitions, {
      key: ({ partition }) => `${partition}`,
      make: ({ partition }) => new Rail(partition, () => this.#records(this.#name, partition)),
    })
    for (const [key, rail] of this.#rails) {
      const clips = groups.flatMap(({ id, committed }) =>
        committed
          .filter(({ topic, partition }) => topic === this.#name && `${partition}` === key)
          .map(({ offset }) => ({ group: shortName(id), offset })),
      )
      rail.showClips(clips)
    }
  }
}
