import { ask, metadata } from '../wire/index.ts'

const ANSWER_TIMEOUT_MS = 1500

/** The cluster as the broker at one bootstrap address describes it. */
export interface View {
  readonly bootstrap: string
  readonly clusterId: string
  readonly brokers: readonly { readonly id: number; readonly address: string }[]
}

/** Asks at each of these addresses; whoever does not answer is left out. */
export async function lookThrough(addresses: readonly string[]): Promise<View[]> {
  const views = await Promise.all(
    addresses.map(async (bootstrap) => {
      const seen = await ask(bootstrap, metadata, ANSWER_TIMEOUT_MS).catch(() => undefined)
      return seen ? [{ bootstrap, clusterId: seen.clusterId, brokers: seen.brokers }] : []
    }),
  )
  return views.flat()
}
