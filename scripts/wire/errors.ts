import { WorkbookError } from '../errors.ts'

// The errors of the protocol that mean something to us.
// Source: Kafka's clients, common/protocol/Errors.java.
export const errors = {
  NONE: 0,
  OFFSET_OUT_OF_RANGE: 1,
  UNKNOWN_TOPIC_OR_PARTITION: 3,
  LEADER_NOT_AVAILABLE: 5,
  NOT_LEADER_OR_FOLLOWER: 6,
  COORDINATOR_LOAD_IN_PROGRESS: 14,
  COORDINATOR_NOT_AVAILABLE: 15,
  NOT_COORDINATOR: 16,
  TOPIC_AUTHORIZATION_FAILED: 29,
  GROUP_AUTHORIZATION_FAILED: 30,
  CLUSTER_AUTHORIZATION_FAILED: 31,
  UNSUPPORTED_SASL_MECHANISM: 33,
  ILLEGAL_SASL_STATE: 34,
  TOPIC_ALREADY_EXISTS: 36,
  TRANSACTIONAL_ID_AUTHORIZATION_FAILED: 53,
  SECURITY_DISABLED: 54,
  SASL_AUTHENTICATION_FAILED: 58,
  NON_EMPTY_GROUP: 68,
  GROUP_ID_NOT_FOUND: 69,
} as const

/** A quota was used up, and so the broker answered with nothing; later it will answer. */
export class OverQuota extends Error {
  constructor(doing: string) {
    super(`a quota was used up: ${doing}`)
  }
}

type ErrorName = keyof typeof errors

/** A broker's refusal. */
export class BrokerRefusal extends Error {
  readonly code: number

  constructor(doing: string, code: number) {
    super(`The broker refused: ${doing} (${nameOf(code)})`)
    this.code = code
  }
}

const missingRights = [
  errors.TOPIC_AUTHORIZATION_FAILED,
  errors.GROUP_AUTHORIZATION_FAILED,
  errors.CLUSTER_AUTHORIZATION_FAILED,
  errors.TRANSACTIONAL_ID_AUTHORIZATION_FAILED,
] as readonly number[]

/** Throws what the broker answered, unless that is success or one of `accepted`. */
export function refuse(doing: string, code: number, ...accepted: readonly ErrorName[]): void {
  if (code === errors.NONE || accepted.some((name) => errors[name] === code)) return
  if (!missingRights.includes(code)) throw new BrokerRefusal(doing, code)
  const what = `The cluster does not allow you to ${doing} (${nameOf(code)}).`
  throw new WorkbookError('NOT_ALLOWED', what)
}

function nameOf(code: number): string {
  return Object.entries(errors).find(([, known]) => known === code)?.[0] ?? `error ${code}`
}
