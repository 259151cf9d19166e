// The class that this clone has joined, as the brokers of a remote cluster.
import { WorkbookError } from '../../errors.ts'
import { remoteProblems } from '../../problems.ts'
import { waitUntil } from '../wait.ts'

// A broker that is gone is named to clients until its session is over (broker.session.timeout.ms,
// 9 s), and one that is starting, before it takes connections.
const PATIENCE_MS = 20_000
const EVERY_MS = 500
const maybeSoon = ['ADVERTISED', 'NOT_KAFKA']
const otherClass = ['LOGIN_REFUSED', 'CERTIFICATE_UNTRUSTED', 'CERTIFICATE_NAME']

/**
 * Reaches the class: waits until it has noticed that one of its brokers is gone, and says in words
 * of the class what is wrong otherwise.
 */
export async function reachClass<T>(reach: () => Promise<T>): Promise<T> {
  let problem: unknown
  const attempt = (): Promise<T | undefined> =>
    reach().catch((error: unknown) => {
      problem = error
      if (error instanceof WorkbookError && maybeSoon.includes(error.code)) return undefined
      throw error
    })
  try {
    const reached = await waitUntil({
      what: 'the class',
      look: async () => ({ answer: await attempt() }),
      done: ({ answer }) => answer !== undefined,
      timeoutMs: PATIENCE_MS,
      everyMs: EVERY_MS,
    })
    return reached.answer as T
  } catch {
    throw inWordsOfTheClass(problem)
  }
}

function inWordsOfTheClass(error: unknown): unknown {
  if (!(error instanceof WorkbookError) || !(error.code in remoteProblems)) return error
  const { message: cause } = error
  if (error.code === 'NOT_ALLOWED') {
    const remedy = 'Tell the teacher, or go back to your own brokers: npm run class leave'
    return new WorkbookError('NOT_ALLOWED', cause, { cause: error, remedy })
  }
  if (otherClass.includes(error.code)) {
    const what = 'What answers is not the class that you joined; it may have ended.'
    return new WorkbookError('CLASS_REFUSED', `${what} ${cause}`, {
      cause: error,
      remedy: 'To join the one that is there now, first: npm run class leave',
    })
  }
  return new WorkbookError('CLASS_AWAY', `The class cannot be reached. ${cause}`, { cause: error })
}
