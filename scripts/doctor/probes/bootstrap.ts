import type { Seen } from '../finding.ts'
import { judgeClusterIds } from '../judge-cluster-ids.ts'
import { ifKnown, type Place } from '../place.ts'
import type { Probe } from '../probe.ts'
import { lookThrough } from '../view.ts'

/** Whether the addresses in KAFKA_BROKERS, where they can be asked without a login, are of one cluster. */
export const bootstrap: Probe = {
  about: 'the addresses in KAFKA_BROKERS',
  async look({ cluster, env }: Place): Promise<Seen> {
    if ((await ifKnown(cluster))?.launcher !== 'remote') return {}
    const { KAFKA_BROKERS = '', KAFKA_TLS, KAFKA_CA, KAFKA_USERNAME } = env
    if (KAFKA_TLS === 'yes' || KAFKA_CA || KAFKA_USERNAME) return {}
    const places = KAFKA_BROKERS.split(',').map((address) => address.trim())
    return { problems: judgeClusterIds(await lookThrough(places.filter(Boolean))) }
  },
}
