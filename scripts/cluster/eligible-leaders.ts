import { askAnybody, featureLevels, switchFeature } from '../wire/index.ts'

const FEATURE = 'eligible.leader.replicas.version'
const ANSWER_TIMEOUT_MS = 1500
const CHANGE_TIMEOUT_MS = 20_000

/**
 * Whether the cluster keeps eligible leader replicas (KIP-966), as a new one does since Kafka 4.1.
 * Between commands this cluster must not. When min.insync.replicas of a topic changes while a copy
 * is missing, the controller of Kafka 4.3.1 never takes that copy off its list; once the topic is
 * deleted, it throws ("existed in isrMembers, but not in the topics map") whenever the broker of
 * the copy comes back after a kill, and does not let it in.
 */
export async function hasEligibleLeaders(addresses: readonly string[]): Promise<boolean> {
  // Who does not say in time is told to switch them off all the same.
  const levels = await askAnybody(addresses, featureLevels, ANSWER_TIMEOUT_MS).catch(() => null)
  return levels === null || levels.has(FEATURE)
}

/**
 * Switches eligible leader replicas off if they are on. That also lets a broker in that has been
 * kept out already, as can happen on a cluster that only `docker compose` has started.
 */
export async function dropEligibleLeaders(addresses: readonly string[]): Promise<void> {
  if (await hasEligibleLeaders(addresses)) await keepEligibleLeaders(addresses, false)
}

/** Switches eligible leader replicas on or off; the metadata log remembers it. */
export async function keepEligibleLeaders(
  addresses: readonly string[],
  keep: boolean,
): Promise<void> {
  await askAnybody(addresses, switchFeature(FEATURE, keep), CHANGE_TIMEOUT_MS)
}
