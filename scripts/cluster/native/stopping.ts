import { waitUntil } from '../wait.ts'
import { findOwnProcesses, followToEnd, signal } from './processes.ts'

const PATIENCE_MS = 30_000
const PATIENCE_WITHOUT_MAJORITY_MS = 1000

/**
 * Asks brokers to end, and waits until they have. A broker first hands over its partitions, and
 * that takes a majority of the controllers: one that is left without would wait five minutes
 * (BrokerServer.shutdown). It is killed, which loses nothing: what was written is with the
 * operating system.
 */
export async function stopBrokers(
  home: string,
  ids: readonly number[],
  voters: number,
): Promise<void> {
  const found = (await findOwnProcesses(home)).filter(({ role }) =>
    ids.some((id) => role === `broker-${id}`),
  )
  const findLeft = await followToEnd(found.map(({ pid }) => pid))
  for (const own of found) {
    // A paused process does not hear SIGTERM.
    if (own.paused) signal(own.pid, 'SIGCONT')
    signal(own.pid, 'SIGTERM')
  }
  const askedAt = performance.now()
  let aloneSince: number | undefined
  await waitUntil({
    what: `${ids.map((id) => `kafka-${id}`).join(', ')} to end`,
    look: async () => {
      const left = await findLeft()
      const now = performance.now()
      if (!(await hasMajority(home, voters))) aloneSince ??= now
      const patient =
        now - askedAt < PATIENCE_MS && now - (aloneSince ?? now) < PATIENCE_WITHOUT_MAJORITY_MS
      if (!patient) for (const pid of left) signal(pid, 'SIGKILL')
      return found.flatMap(({ pid, role }) => (left.includes(pid) ? [role] : []))
    },
    done: (left) => left.length === 0,
    timeoutMs: 2 * PATIENCE_MS,
  })
}

async function hasMajority(home: string, voters: number): Promise<boolean> {
  const own = await findOwnProcesses(home)
  return own.filter(({ role, paused }) => role.startsWith('broker-') && !paused).length > voters / 2
}
