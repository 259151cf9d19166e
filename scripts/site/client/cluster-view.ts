// The cluster as what it is: partitions are rails, records numbered tickets on them. Everything is
// updated in place, so that nothing loses the focus, and what moved can be seen moving.
import type { NewestRecords } from '../cluster-view/newest-records.ts'
import type { BrokerSeen, Snapshot, TopicSeen } from '../cluster-view/snapshot.ts'
import { type Act, BrokerCard } from './broker-card.ts'
import { element, say } from './dom.ts'
import { GroupList } from './group-list.ts'
import { keepInStep } from './keyed.ts'
import { belongsTo, firstSeenOrder } from './names-on-cluster.ts'
import { TopicRails } from './topic-rails.ts'

export interface ClusterViewOptions {
  /** Only its topics are shown, until the reader asks for all. */
  readonly lesson: string
  /** Whether brokers may be taken away. */
  readonly canAct: boolean
  readonly act: Act
  readonly records: (topic: string, partition: number) => Promise<NewestRecords>
}

export interface ClusterView {
  show(snapshot: Snapshot): void
  /** Says why nothing is known any more; what was shown stays, faded. */
  offline(why: string): void
}

const MOST_TOPICS = 8

/** Puts a live view of the cluster into an element. */
export function mountClusterView(host: HTMLElement, options: ClusterViewOptions): ClusterView {
  const said = element('p', 'Looking for the cluster ...', 'said')
  said.setAttribute('role', 'status')
  const brokers = element('div', '', 'brokers')
  const only = element('input')
  const onlyLabel = element('label', '', 'only')
  const topics = element('div')
  const more = element('p', '', 'said')
  const groups = new GroupList()
  only.type = 'checkbox'
  only.checked = true
  onlyLabel.append(only, element('span', 'only this lesson'))
  host.replaceChildren(
    element('h2', 'The cluster, live'),
    said,
    brokers,
    onlyLabel,
    topics,
    more,
    groups.node,
    element('p', LEGEND, 'legend'),
  )
  const cards = new Map<string, BrokerCard>()
  const rails = new Map<string, TopicRails>()
  const order = firstSeenOrder()
  let last: Snapshot | undefined

  const show = (snapshot: Snapshot): void => {
    last = snapshot
    host.classList.remove('faded')
    say(said, describe(snapshot))
    keepInStep<BrokerSeen, BrokerCard>(brokers, cards, snapshot.brokers, {
      key: ({ id }) => `${id}`,
      make: ({ id }) => new BrokerCard(id, options),
    })
    const own = <T>(all: readonly T[], name: (one: T) => string): T[] =>
      all.filter((one) => !only.checked || belongsTo(options.lesson, name(one)))
    const chosen = order(own(snapshot.topics, ({ name }) => name))
    const shown = chosen.slice(0, MOST_TOPICS)
    keepInStep<TopicSeen, TopicRails>(topics, rails, shown, {
      key: ({ name }) => name,
      make: ({ name }) => new TopicRails(name, options.records),
      more: snapshot,
    })
    more.textContent =
      chosen.length === 0
        ? describeNone(snapshot, only.checked)
        : describeMore(chosen.length - shown.length, snapshot, only.checked)
    groups.show(
      own(snapshot.groups, ({ id }) => id),
      snapshot,
    )
  }
  only.addEventListener('change', () => last && show(last))
  return {
    show,
    offline(why) {
      host.classList.add('faded')
      said.textContent = why
    },
  }
}

const LEGEND =
  'A ticket has the colour of the broker that leads its rail. The squares are the copies: outlined leads, dashed has fallen out of sync. ▲ is where a group reads next.'

function describe({ problem, brokers }: Snapshot): string {
  if (problem) return problem
  const up = brokers.filter(({ state }) => state === 'up').length
  if (up === 0) return 'No broker is running. Run the demo, and they start.'
  return up === brokers.length ? `${up} brokers up` : `${up} of ${brokers.length} brokers up`
}

function describeNone({ brokers, leftOut }: Snapshot, only: boolean): string {
  if (!brokers.some(({ state }) => state === 'up')) return ''
  if (leftOut.partitions > 0) {
    return `Nothing to show: ${leftOut.partitions} partitions of this cluster are not read.`
  }
  const where = only ? 'Nothing of this lesson is' : 'No topic is'
  return `${where} on the cluster. What the demo or your program makes appears here as it is made; a check takes its own away again.`
}

function describeMore(hidden: number, { leftOut }: Snapshot, only: boolean): string {
  const parts = [
    ...(hidden > 0 ? [`${hidden} more topics are not shown.`] : []),
    ...(leftOut.partitions > 0 ? [`${leftOut.partitions} more partitions are not read.`] : []),
    ...(leftOut.groups > 0 ? [`${leftOut.groups} more groups are not read.`] : []),
  ]
  if (parts.length > 0 && only) parts.push('npm run reset deletes those of a lesson.')
  return parts.join(' ')
}
