import type { Seen } from '../finding.ts'
import { ifKnown, type Place } from '../place.ts'
import type { Probe } from '../probe.ts'

/** What would keep brokers from being used: the very checks that starting them makes. */
export const obstacles: Probe = {
  about: 'what starting the brokers takes',
  async look({ cluster }: Place): Promise<Seen> {
    const chosen = await ifKnown(cluster)
    if (!chosen) return {}
    const problems = await chosen.obstacles()
    const own = chosen.launcher !== 'remote'
    if (!own || problems.some(({ code }) => code === 'PORT_TAKEN')) return { problems }
    const [first] = chosen.addresses.map((address) => address.split(':')[1])
    return { fine: [`Ports from ${first} on are free, or held by your own brokers`], problems }
  },
}
