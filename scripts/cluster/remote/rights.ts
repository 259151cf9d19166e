import { WorkbookError } from '../../errors.ts'
import {
  ask,
  mayAlter,
  mayCreate,
  mayDelete,
  mayDeleteGroup,
  mayJoin,
  mayRead,
  mayTransact,
  mayWrite,
  OverQuota,
  type Request,
} from '../../wire/index.ts'
import { waitUntil } from '../wait.ts'

const TIMEOUT_MS = 10_000
const QUOTA_MS = 30_000

/** A right, in the words of Kafka's own tool for them, and how to find out. */
interface Right {
  readonly operation: string
  readonly resource: 'topic' | 'group' | 'transactional-id'
  readonly ask: (name: string) => Request<boolean>
}

const needed: readonly Right[] = [
  { operation: 'Create', resource: 'topic', ask: mayCreate },
  { operation: 'Write', resource: 'topic', ask: mayWrite },
  { operation: 'Read', resource: 'topic', ask: mayRead },
  { operation: 'Delete', resource: 'topic', ask: mayDelete },
  { operation: 'Alter', resource: 'topic', ask: mayAlter },
  { operation: 'Read', resource: 'group', ask: mayJoin },
  { operation: 'Delete', resource: 'group', ask: mayDeleteGroup },
  { operation: 'Write', resource: 'transactional-id', ask: mayTransact },
]

/**
 * Asks one broker, and fails unless the user may do all that lessons do. Topics, groups and
 * transactions of a learner all begin with `prefix`. In a class nobody may alter topics, and what
 * needs it runs elsewhere.
 */
export async function requireRights(
  address: string,
  prefix: string,
  username: string | undefined,
  { inClass = false } = {},
): Promise<void> {
  const wanted = needed.filter(({ operation }) => !inClass || operation !== 'Alter')
  const missing = await findMissing(address, prefix, wanted)
  if (missing.length === 0) return
  const who = username ? `The user ${username}` : 'Whoever does not log in'
  const rights = missing.map(
    ({ operation, resource }) =>
      `  ${operation.padEnd(8)}on ${resource}s that begin with ${prefix}`,
  )
  throw new WorkbookError(
    'NOT_ALLOWED',
    `${who} lacks rights on this cluster:\n${rights.join('\n')}`,
  )
}

async function findMissing(
  address: string,
  prefix: string,
  wanted: readonly Right[],
): Promise<Right[]> {
  const name = `${prefix}rights.${Date.now().toString(36)}` // so nobody has such a topic
  const missing: Right[] = []
  // One after the other: that takes one connection.
  for (const right of wanted) {
    if (!(await isGiven(right, address, name))) missing.push(right)
  }
  return missing
}

// Whoever has just asked for too much is told later.
async function isGiven(right: Right, address: string, name: string): Promise<boolean> {
  const given = await waitUntil({
    what: 'a quota of this user to allow another question',
    look: () =>
      ask(address, right.ask(name), TIMEOUT_MS).catch((error: unknown) => {
        if (error instanceof OverQuota) return undefined
        throw error
      }),
    done: (answer) => answer !== undefined,
    timeoutMs: QUOTA_MS,
    everyMs: 500,
  })
  return given === true
}
