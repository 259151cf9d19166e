import { type Cluster, findEngine, findJava } from '../../cluster/index.ts'
import type { Seen } from '../finding.ts'
import type { Place } from '../place.ts'
import type { Probe } from '../probe.ts'

/** How the brokers are run here, and whether that is possible at all. */
export const launcher: Probe = {
  about: 'how the brokers can be run',
  async look({ cluster, env }: Place): Promise<Seen> {
    return { fine: [await describe(await cluster, env)] }
  },
}

async function describe(cluster: Cluster, env: NodeJS.ProcessEnv): Promise<string> {
  switch (cluster.launcher) {
    case 'remote':
      return `Brokers are those of KAFKA_BROKERS: ${env.KAFKA_BROKERS}`
    case 'compose': {
      const engine = await findEngine(env)
      const what = engine.kind === 'found' ? ` ${engine.version}, ${engine.compose.join(' ')}` : ''
      return `Brokers run in containers (Docker${what})`
    }
    case 'native': {
      const java = await findJava(env)
      const what = java.kind === 'none' ? '' : ` ${java.version}, ${java.command}`
      return `Brokers run as plain processes (Java${what})`
    }
  }
}
