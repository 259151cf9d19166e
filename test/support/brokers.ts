import { findOwnProcesses } from '../../scripts/cluster/native/processes.ts'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import type { Clone } from './clone.ts'
import { statusOf } from './launcher-calls.ts'

/** The roles of all processes that a clone has running, sorted. */
export async function rolesOf(clone: Clone): Promise<string[]> {
  return (await findOwnProcesses(clone.home)).map(({ role }) => role).sort()
}

/** The process that a clone runs in a role, such as `broker-2`. */
export async function pidOf(clone: Clone, role: string): Promise<number> {
  const found = (await findOwnProcesses(clone.home)).find((own) => own.role === role)
  if (!found) throw new Error(`nothing runs as ${role}`)
  return found.pid
}

/** Waits until a clone has a process in this role. */
export async function waitForRole(clone: Clone, role: string): Promise<void> {
  await waitUntil({
    what: `a process in the role ${role}`,
    look: () => rolesOf(clone),
    done: (roles) => roles.includes(role),
    timeoutMs: 120_000,
    everyMs: 10,
  })
}

/** Waits until a clone runs these roles and no other. */
export async function waitForRoles(clone: Clone, expected: readonly string[]): Promise<void> {
  await waitUntil({
    what: `the processes to be [${expected}]`,
    look: () => rolesOf(clone),
    done: (roles) => String(roles) === String(expected),
    timeoutMs: 120_000,
  })
}

/** Waits until `cluster status` shows a broker in a state. */
export async function waitForState(clone: Clone, id: number, state: string): Promise<void> {
  await waitUntil({
    what: `kafka-${id} to be ${state}`,
    look: async () => (await statusOf(clone)).brokers,
    done: (brokers) => brokers.some((broker) => broker.id === id && broker.state === state),
    timeoutMs: 120_000,
  })
}
