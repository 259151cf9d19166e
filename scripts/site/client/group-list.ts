import type { GroupSeen } from '../cluster-view/groups.ts'
import type { Snapshot } from '../cluster-view/snapshot.ts'
import { element } from './dom.ts'
import { type Drawn, keepInStep } from './keyed.ts'
import { shortName } from './names-on-cluster.ts'

/** The consumer groups: their members, what these own, and how far behind the group is. */
export class GroupList {
  readonly node = element('section', '', 'groups')
  readonly #list = element('div')
  readonly #cards = new Map<string, GroupCard>()

  constructor() {
    this.node.append(element('h3', 'Consumer groups'), this.#list)
  }

  show(groups: readonly GroupSeen[], snapshot: Snapshot): void {
    this.node.hidden = groups.length === 0
    keepInStep<GroupSeen, GroupCard>(this.#list, this.#cards, groups, {
      key: ({ id }) => id,
      make: ({ id }) => new GroupCard(id),
      more: snapshot,
    })
  }
}

class GroupCard implements Drawn<GroupSeen> {
  readonly node = element('div', '', 'group')
  readonly #state = element('span', '', 'state')
  readonly #members = element('ul')

  constructor(id: string) {
    const name = element('b', shortName(id))
    name.title = id
    this.node.append(name, this.#state, this.#members)
  }

  show({ state, members, committed }: GroupSeen, snapshot?: Snapshot): void {
    const lag = committed.map(({ topic, partition, offset }) => {
      const high = snapshot?.topics
        .find(({ name }) => name === topic)
        ?.partitions.find((one) => one.partition === partition)?.high
      return high === null || high === undefined ? 0 : Math.max(0, high - offset)
    })
    const total = lag.reduce((sum, one) => sum + one, 0)
    this.#state.textContent = committed.length > 0 ? `${state}, lag ${total}` : state
    const lines = members.map(({ client, owns }) => {
      const what = owns.map(
        ({ topic, partitions }) => `${shortName(topic)} ${[...partitions].sort().join(' ')}`,
      )
      return `${client}: ${what.join(', ') || 'idle'}`
    })
    if (this.#members.textContent === lines.join('')) return
    this.#members.replaceChildren(...lines.map((line) => element('li', line)))
  }
}
