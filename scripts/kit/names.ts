import { userInfo } from 'node:os'

/** What stands before every name on the cluster, so that two learners and two runs never meet. */
export interface Owner {
  readonly learner: string
  readonly lesson: string
  readonly run: string
}

/** Who uses this machine, or the pseudonym chosen for a class. */
export function learnerName(env: NodeJS.ProcessEnv): string {
  return env.WORKBOOK_LEARNER ?? userInfo().username
}

/** The full name on the cluster, such as `ada.01-producers.me.orders` for `orders`. */
export function fullName({ learner, lesson, run }: Owner, name: string): string {
  return [learner, lesson, run, name].map(legal).join('.')
}

/** How all names of a learner begin, such as `ada.`. */
export function learnerPrefix(env: NodeJS.ProcessEnv): string {
  return `${legal(learnerName(env))}.`
}

// Kafka allows letters, digits, ".", "_" and "-" in names; the dots are ours.
function legal(part: string): string {
  return part.replace(/[^A-Za-z0-9_-]/g, '-')
}
