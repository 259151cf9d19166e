import type { Cluster } from '../cluster/index.ts'
import { WorkbookError } from '../errors.ts'
import type { Metadata, PartitionState } from '../wire/index.ts'
import type { Seen } from './finding.ts'

const INTERNAL = ['__consumer_offsets', '__transaction_state']
const COPIES = 3
const MOST_NAMED = 3

/** What is wrong with the topics that a broker knows of. */
export function judgeTopics(
  { brokers, partitions }: Metadata,
  launcher: Cluster['launcher'],
): Seen {
  const led = (topic: string): boolean =>
    partitions.some((one) => one.topic === topic) &&
    partitions.every((one) => one.topic !== topic || one.leader >= 0)
  // A cluster of somebody else makes them when they are first needed.
  const notLed = launcher === 'remote' ? [] : INTERNAL.filter((topic) => !led(topic))
  const leaderless = partitions.filter((one) => one.leader < 0 && !INTERNAL.includes(one.topic))
  const few = launcher === 'remote' && brokers.length < COPIES
  return {
    problems: [
      ...(notLed.length > 0 ? [internalTopics(notLed)] : []),
      ...(leaderless.length > 0 ? [withoutLeader(leaderless)] : []),
      ...(few ? [fewBrokers(brokers.length)] : []),
    ],
  }
}

function internalTopics(names: readonly string[]): WorkbookError {
  const verb = names.length === 1 ? 'is' : 'are'
  return new WorkbookError('INTERNAL_TOPICS', `${names.join(' and ')} ${verb} not ready.`)
}

function withoutLeader(partitions: readonly PartitionState[]): WorkbookError {
  const names = partitions.map(({ topic, partition }) => `${topic} ${partition}`)
  const shown = names.slice(0, MOST_NAMED).join(', ')
  const more = names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : ''
  return new WorkbookError('LEADERLESS', `Partitions have no leader: ${shown}${more}.`)
}

function fewBrokers(count: number): WorkbookError {
  const brokers = count === 1 ? 'one broker' : `${count} brokers`
  return new WorkbookError('FEW_BROKERS', `The cluster has only ${brokers}.`)
}
