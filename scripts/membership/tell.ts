import { randomUUID } from 'node:crypto'
import type { ProgressEvent } from './events.ts'
import { MembershipFile } from './membership.ts'
import { Outbox } from './outbox.ts'
import { sendProgress } from './send-progress.ts'

/** What has happened, before it is an event. */
export type Happening = Omit<ProgressEvent, 'id' | 'at'>

/** What became of telling the class: `kept` is told with the next. */
export type Told = 'in-no-class' | 'told' | 'kept'

/** Tells the class what has happened, after whatever it could not be told before. */
export async function tell(happening: Happening, env: NodeJS.ProcessEnv): Promise<Told> {
  const joined = new MembershipFile(env).joined()
  if (!joined) return 'in-no-class'
  const outbox = new Outbox(env)
  outbox.add({ ...happening, id: randomUUID(), at: new Date().toISOString() })
  return (await sendProgress(joined, outbox)) ? 'told' : 'kept'
}
