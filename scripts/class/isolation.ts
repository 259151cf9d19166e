// What keeps learners apart, as data. The brokers enforce it; no program of ours stands between.
import { waitUntil } from '../cluster/index.ts'
import { progressTopic } from '../membership/index.ts'
import {
  type Acl,
  alterClientQuotas,
  alterUserScramCredentials,
  ask,
  askAnybody,
  createAcls,
  createTopic,
  knowsUser,
  type NewTopic,
} from '../wire/index.ts'

const TIMEOUT_MS = 20_000

/**
 * What a learner may do, all of it below `<name>.`. They may not alter a topic: Kafka asks no
 * policy before it adds partitions, and one request can add thousands.
 */
function rightsOf(name: string): Acl[] {
  const right = (resource: Acl['resource'], operation: Acl['operation']): Acl => ({
    user: name,
    resource,
    pattern: 'prefixed',
    name: `${name}.`,
    operation,
  })
  return [
    right('topic', 'create'),
    right('topic', 'read'),
    right('topic', 'write'),
    right('topic', 'delete'),
    right('topic', 'describe-configs'),
    right('group', 'read'),
    right('group', 'delete'),
    right('transactional-id', 'write'),
  ]
}

/**
 * How much of each broker one learner may use: bytes a second in and out, percent of a thread's
 * time, partitions made or deleted a second. Whoever wants more waits; the others do not. A broker
 * has eleven threads, so that 200 leaves most of them to the others; it measures by the clock, and
 * on a busy laptop a smaller share would slow down who does nothing unusual.
 */
export const quotas = {
  producer_byte_rate: 1_048_576,
  consumer_byte_rate: 4_194_304,
  request_percentage: 200,
  controller_mutation_rate: 5,
} as const

/** Lets a learner in, under a password: what they are, may do and may use, and their progress. */
export async function admit(
  brokers: readonly string[],
  name: string,
  password: string,
): Promise<void> {
  await askAnybody(brokers, createAcls(rightsOf(name)), TIMEOUT_MS)
  await askAnybody(brokers, alterClientQuotas([{ user: name, quotas }]), TIMEOUT_MS)
  await provideProgress(brokers, name)
  // Last, so that whoever can log in has all the rest.
  const user = { name, password, mechanism: 'scram-sha-256' } as const
  await askAnybody(brokers, await alterUserScramCredentials([user]), TIMEOUT_MS)
  await waitUntil({
    what: `all brokers to know ${name}`,
    look: () => Promise.all(brokers.map((broker) => isKnownAt(broker, name))),
    done: (known) => known.every(Boolean),
    timeoutMs: TIMEOUT_MS,
  })
}

/** Makes the topic of a learner's progress, unless it is there. */
export async function provideProgress(brokers: readonly string[], name: string): Promise<void> {
  await askAnybody(brokers, createTopic(progressTopicOf(name)), TIMEOUT_MS)
}

// A broker that is away will know when it is back.
function isKnownAt(broker: string, name: string): Promise<boolean> {
  return ask(broker, knowsUser(name), TIMEOUT_MS).catch(() => true)
}

// Whoever reads it later begins at the start: nothing of it goes. The broker's clock is the one that
// counts, because those of a room do not agree.
function progressTopicOf(name: string): NewTopic {
  return {
    name: progressTopic(name),
    partitions: 1,
    settings: {
      'retention.ms': '-1',
      'retention.bytes': '-1',
      'max.message.bytes': '65536',
      'message.timestamp.type': 'LogAppendTime',
    },
  }
}
