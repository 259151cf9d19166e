import { acquireLock, lockPort } from '../lock.mjs'
import type { Report } from '../terminal/index.ts'
import { portTaken } from './ports/free.ts'

/** Does something to this clone's brokers while no other command does; waits for its turn. */
export async function underLock<T>(
  doing: string,
  env: NodeJS.ProcessEnv,
  report: Report,
  action: () => Promise<T>,
): Promise<T> {
  const onWait = (holder: string): void => report.note(`Waiting for another command: ${holder}.`)
  const port = lockPort(env)
  const lock = await acquireLock({ doing, onWait, port }).catch(async (error) => {
    throw error.code === 'PORT_TAKEN' ? await portTaken(port, { cause: error }) : error
  })
  try {
    return await action()
  } finally {
    await lock.release()
  }
}
