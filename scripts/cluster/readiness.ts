import { setTimeout as pause } from 'node:timers/promises'
import { WorkbookError } from '../errors.ts'
import {
  activeController,
  ask,
  coordinatorError,
  groupsError,
  type Metadata,
  metadata,
  type Request,
  transactionsError,
} from '../wire/index.ts'
import { longerIfBusy } from './load.ts'
import { waitUntil } from './wait.ts'

const ANSWER_TIMEOUT_MS = 1500
// While brokers start, on a machine that is busy with it: late answers are answers.
const SLOW_ANSWER_TIMEOUT_MS = 5000
const LEADER_TIMEOUT_MS = 60_000
const MEANWHILE_EVERY_MS = 700
// The key types of FindCoordinator.
const GROUPS = 0
const TRANSACTIONS = 1
const INTERNAL_TOPICS = ['__consumer_offsets', '__transaction_state']

/** What one look at the cluster told. */
export type Readiness = { kind: 'ready' } | { kind: 'waiting'; for: string }

const ready: Readiness = { kind: 'ready' }

/**
 * Whether the brokers can be used: each has been let in by the controller and knows all others,
 * and the topics behind groups and transactions have leaders that have loaded them. Without the
 * latter a first consumer or transaction sees COORDINATOR_LOAD_IN_PROGRESS.
 */
export async function lookForReadiness(addresses: readonly string[]): Promise<Readiness> {
  const patiently = <Answer>(address: string, request: Request<Answer>) =>
    quietly(address, request, SLOW_ANSWER_TIMEOUT_MS)
  const views = await Promise.all(addresses.map((address) => patiently(address, metadata)))
  for (const [index, seen] of views.entries()) {
    if (!seen) return { kind: 'waiting', for: `${addresses[index]} to answer` }
    if (seen.brokers.length < addresses.length) {
      const known = seen.brokers.map(({ id }) => id).sort()
      return { kind: 'waiting', for: `${addresses[index]} to know all brokers; it knows ${known}` }
    }
  }
  if (new Set(views.map(internalLeaders)).size > 1) return { kind: 'waiting', for: 'leaders' }
  const questions = [
    ...[coordinatorError(GROUPS), coordinatorError(TRANSACTIONS)].map((request) => ({
      address: addresses[0] ?? '',
      request,
    })),
    ...addresses.flatMap((address) =>
      [groupsError, transactionsError].map((request) => ({ address, request })),
    ),
  ]
  const errors = await Promise.all(
    questions.map(({ address, request }) => patiently(address, request)),
  )
  if (errors.some((error) => error !== 0)) {
    return { kind: 'waiting', for: `${INTERNAL_TOPICS.join(' and ')} to be created and loaded` }
  }
  const looks = await looksReady(addresses, SLOW_ANSWER_TIMEOUT_MS)
  return looks ? ready : { kind: 'waiting', for: 'leaders' }
}

/**
 * A short look, for commands that find a running cluster: one question to each broker. What one of
 * them knows of the others may be old, when these have been restarted a moment ago; but none
 * answers here before the controller has let it in, and all must name the same leaders.
 */
export async function looksReady(
  addresses: readonly string[],
  timeoutMs = ANSWER_TIMEOUT_MS,
): Promise<boolean> {
  const views = await Promise.all(addresses.map((address) => quietly(address, metadata, timeoutMs)))
  const areUp = views.every(
    (seen) =>
      seen !== undefined && seen.brokers.length >= addresses.length && hasInternalTopics(seen),
  )
  return areUp && new Set(views.map(internalLeaders)).size === 1
}

// A broker that has not heard the news yet would send clients to those who led before.
function internalLeaders(seen: Metadata | undefined): string {
  const partitions = seen?.partitions.filter(({ internal }) => internal) ?? []
  const leaders = partitions.map(
    ({ topic, partition, leader }) => `${topic} ${partition} ${leader}`,
  )
  return leaders.sort().join()
}

function hasInternalTopics(seen: Metadata): boolean {
  return INTERNAL_TOPICS.every((topic) => {
    const partitions = seen.partitions.filter((partition) => partition.topic === topic)
    return partitions.length > 0 && partitions.every(({ leader }) => leader >= 0)
  })
}

/**
 * Waits until the cluster is ready, twice as long on a machine that is overloaded. `meanwhile` is
 * called now and then; it ends the waiting by an error, when a broker has died for instance.
 */
export async function waitForReadiness(
  addresses: readonly string[],
  meanwhile: () => Promise<void>,
  timeoutMs: number,
): Promise<void> {
  const startedAt = performance.now()
  let checkedAt = performance.now()
  for (let look = 1; ; look++) {
    const seen = await lookForReadiness(addresses)
    if (seen.kind === 'ready') return
    if (performance.now() - checkedAt > MEANWHILE_EVERY_MS) {
      await meanwhile()
      checkedAt = performance.now()
    }
    const waitedMs = performance.now() - startedAt
    if (waitedMs > longerIfBusy(timeoutMs)) {
      const seconds = Math.round(waitedMs / 1000)
      throw new WorkbookError('NOT_READY', `Waited ${seconds} s for ${seen.for}.`)
    }
    // A starting JVM needs the processor more than our asking does.
    await pause(look < 40 ? 60 : 20)
  }
}

/** Waits until a lone broker coordinates groups and transactions, or does not live any more. */
export async function waitForCoordinators(
  address: string,
  timeoutMs: number,
  isAlive: () => boolean,
): Promise<void> {
  const died = new Error('the broker died')
  const checkAlive = async (): Promise<void> => {
    if (!isAlive()) throw died
  }
  await waitForReadiness([address], checkAlive, timeoutMs).catch((error: unknown) => {
    if (error !== died) throw error
  })
}

/** The id of the active controller, or undefined when no broker can tell. */
export async function findController(addresses: readonly string[]): Promise<number | undefined> {
  for (const address of addresses) {
    const leader = await quietly(address, activeController)
    if (leader !== undefined && leader >= 0) return leader
  }
  return undefined
}

/**
 * Waits until one of these brokers leads the metadata quorum. One that lost its data must not start
 * before: it would take part in the election with a vote it has forgotten to have given, and fails
 * when it hears that it leads itself.
 */
export async function waitForLeaderAmong(
  brokers: readonly { id: number; address: string }[],
): Promise<void> {
  const addresses = brokers.map(({ address }) => address)
  await waitUntil({
    what: 'the brokers that have their data to agree on a controller',
    look: async () => ({
      controller: await findController(addresses),
      seen: await Promise.all(addresses.map(async (address) => whoIsIn(address))),
    }),
    done: ({ controller, seen }) =>
      brokers.some(({ id }) => id === controller) &&
      seen.every((ids) => brokers.every(({ id }) => ids.includes(id))),
    timeoutMs: LEADER_TIMEOUT_MS,
  })
}

/** The brokers that the one at this address knows to be let in; none when it does not answer. */
export async function whoIsIn(address: string): Promise<number[]> {
  const seen = await quietly(address, metadata)
  return seen?.brokers.map(({ id }) => id) ?? []
}

// A broker that is down, paused or starting is an answer here, not an error.
async function quietly<Answer>(
  address: string,
  request: Request<Answer>,
  timeoutMs = ANSWER_TIMEOUT_MS,
): Promise<Answer | undefined> {
  return ask(address, request, timeoutMs).catch(() => undefined)
}
