import { dial } from '../dial.ts'
import type { Seen } from '../finding.ts'
import { type Dialled, judgeAddresses } from '../judge-addresses.ts'
import { ifKnown, type Place } from '../place.ts'
import type { Probe } from '../probe.ts'
import { lookThrough, type View } from '../view.ts'

const ANSWER_TIMEOUT_MS = 1500

/** Dials every address that brokers of this clone advertise, as a program does after its first question. */
export const addresses: Probe = {
  about: 'the addresses that brokers advertise',
  async look({ reached, status }: Place): Promise<Seen> {
    const cluster = await ifKnown(reached)
    // One that runs elsewhere is reached through a gateway, which has been to all of them.
    if (!cluster || cluster.launcher === 'remote') return {}
    const [views, { brokers }] = await Promise.all([lookThrough(cluster.addresses), status])
    // What does not run cannot answer, and is told apart.
    const away = brokers.filter(({ state }) => state !== 'up').map(({ id }) => id)
    const dialled = await dialAll(views, away)
    const places = dialled.map(({ address }) => address).join(', ')
    const well = dialled.length > 0 && dialled.every(({ outcome }) => outcome === 'answers')
    return {
      fine: well ? [`What they advertise can be reached: ${places}`] : [],
      problems: judgeAddresses(dialled),
    }
  },
}

/** Each advertised address once, with the bootstrap address that told it. */
async function dialAll(views: readonly View[], away: readonly number[]): Promise<Dialled[]> {
  const told = new Map<string, Omit<Dialled, 'outcome'>>()
  for (const { bootstrap, brokers } of views) {
    for (const { id, address } of brokers) {
      if (!away.includes(id) && !told.has(address)) told.set(address, { id, address, bootstrap })
    }
  }
  return Promise.all(
    [...told.values()].map(async (one) => ({
      ...one,
      outcome: await dial(one.address, ANSWER_TIMEOUT_MS),
    })),
  )
}
