import os from 'node:os'
import { lookAtEngine } from '../../cluster/index.ts'
import type { Seen } from '../finding.ts'
import { judgeEngine } from '../judge-engine.ts'
import { ifKnown, type Place } from '../place.ts'
import type { Probe } from '../probe.ts'

/** Memory, clock and processor of the Docker engine, where it runs the brokers. */
export const engine: Probe = {
  about: 'the Docker engine',
  async look({ cluster, env }: Place): Promise<Seen> {
    if ((await ifKnown(cluster))?.launcher !== 'compose') return {}
    const processor = os.cpus()[0]?.model ?? ''
    const facts = await lookAtEngine(env)
    const missing = 'The image of the brokers is not here yet: the first start pulls it'
    return {
      fine: facts.imageArchitecture ? [] : [missing],
      problems: judgeEngine(facts, processor),
    }
  },
}
