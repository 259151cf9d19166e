import { portTaken } from '../../cluster/index.ts'
import { lockPort, whoHolds } from '../../lock.mjs'
import type { Seen } from '../finding.ts'
import { ifKnown, type Place } from '../place.ts'
import type { Probe } from '../probe.ts'

/** Whether another command is at work, or another program where commands wait for each other. */
export const lock: Probe = {
  about: 'other commands',
  async look({ env, cluster }: Place): Promise<Seen> {
    if (!(await ifKnown(cluster))) return {} // the ports themselves may be what is wrong
    const port = lockPort(env)
    const holder = await whoHolds(port)
    if (holder === 'stranger') return { problems: [await portTaken(port)] }
    return holder === 'nobody' ? {} : { fine: [`Another command is at work: ${holder}`] }
  },
}
