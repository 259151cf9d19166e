// Who may log in, what they may do, and how much of it.
// Source: Kafka's clients, common/message/*.json, common/acl and common/resource.
import { randomBytes } from 'node:crypto'
import { Reader, Writer } from './bytes.ts'
import type { Request } from './connection.ts'
import { refuse } from './errors.ts'
import { saltPassword } from './scram.ts'

/** The mechanisms that keep a proof of a password and not the password, and their numbers. */
const scramMechanisms = { 'scram-sha-256': 1, 'scram-sha-512': 2 } as const

const hashes = { 'scram-sha-256': 'sha256', 'scram-sha-512': 'sha512' } as const
const ITERATIONS = 4096

export type ScramMechanism = keyof typeof scramMechanisms

/** A user who is to be able to log in; an existing one gets this password. */
export interface ScramUser {
  readonly name: string
  readonly password: string
  readonly mechanism: ScramMechanism
}

/**
 * Lets users log in, all or, where the cluster refuses one, some of them. Passwords are salted
 * here: the broker never sees them (AlterUserScramCredentials, version 0, KIP-554).
 */
export async function alterUserScramCredentials(
  users: readonly ScramUser[],
): Promise<Request<void>> {
  const salted = await Promise.all(users.map(saltUser))
  const body = new Writer().compactLength(0) // no deletions
  body.compactList(salted, ({ name, mechanism, salt, bytes }) =>
    body
      .compactString(name)
      .int8(scramMechanisms[mechanism])
      .int32(ITERATIONS)
      .compactBytes(salt)
      .compactBytes(bytes)
      .noTags(),
  )
  return alteredUsers(body.noTags().done())
}

/** Takes away a user's way to log in. Connections that are open stay open. */
export function deleteUserScramCredentials(
  users: readonly Pick<ScramUser, 'name' | 'mechanism'>[],
): Request<void> {
  const body = new Writer()
  body.compactList(users, ({ name, mechanism }) =>
    body.compactString(name).int8(scramMechanisms[mechanism]).noTags(),
  )
  return alteredUsers(body.compactLength(0).noTags().done())
}

async function saltUser({ name, password, mechanism }: ScramUser) {
  const salt = randomBytes(24)
  const bytes = await saltPassword(hashes[mechanism], password, salt, ITERATIONS)
  return { name, mechanism, salt, bytes }
}

function alteredUsers(body: Buffer): Request<void> {
  return {
    apiKey: 51,
    apiVersion: 0,
    flexible: true,
    body,
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      reader.compactList(() => {
        const user = reader.compactString()
        const error = reader.int16()
        const why = reader.compactString()
        reader.tags()
        refuse(`change how ${user} logs in: ${why}`, error)
      })
    },
  }
}

/** Whether a broker knows a user yet (DescribeUserScramCredentials, version 0, KIP-554). */
export function knowsUser(user: string): Request<boolean> {
  return {
    apiKey: 50,
    apiVersion: 0,
    flexible: true,
    body: new Writer().compactLength(1).compactString(user).noTags().noTags().done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      refuse(`say whether there is a user ${user}`, reader.int16())
      reader.compactString() // error message
      reader.compactLength() // one user
      reader.compactString()
      return reader.int16() === 0
    },
  }
}

const resourceTypes = { topic: 2, group: 3, cluster: 4, 'transactional-id': 5 } as const
const patternTypes = { literal: 3, prefixed: 4 } as const
const operations = {
  all: 2,
  read: 3,
  write: 4,
  create: 5,
  delete: 6,
  alter: 7,
  describe: 8,
  'describe-configs': 10,
  'alter-configs': 11,
} as const
const ALLOW = 3

export type AclResource = keyof typeof resourceTypes
export type AclOperation = keyof typeof operations

/** Something a user may do, from wherever they connect. */
export interface Acl {
  readonly user: string
  readonly resource: AclResource
  /** The full name of the resource, or how its name begins. That of the cluster is kafka-cluster. */
  readonly name: string
  readonly pattern: keyof typeof patternTypes
  readonly operation: AclOperation
}

/** Allows things; what is allowed already stays so (CreateAcls, version 1). */
export function createAcls(acls: readonly Acl[]): Request<void> {
  const body = new Writer()
  body.list(acls, ({ user, resource, name, pattern, operation }) =>
    body
      .int8(resourceTypes[resource])
      .string(name)
      .int8(patternTypes[pattern])
      .string(`User:${user}`)
      .string('*') // from any host
      .int8(operations[operation])
      .int8(ALLOW),
  )
  return {
    apiKey: 30,
    apiVersion: 1,
    flexible: false,
    body: body.done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      reader.list(() => {
        const error = reader.int16()
        refuse(`make an access rule: ${reader.string()}`, error)
      })
    },
  }
}

/** How much a user may do, such as `producer_byte_rate`, by the names of Kafka's quotas. */
export interface UserQuotas {
  readonly user: string
  readonly quotas: Readonly<Record<string, number>>
}

/** Limits users; each broker counts for itself (AlterClientQuotas, version 0, KIP-546). */
export function alterClientQuotas(users: readonly UserQuotas[]): Request<void> {
  const body = new Writer()
  body.list(users, ({ user, quotas }) => {
    body.int32(1).string('user').string(user)
    body.list(Object.entries(quotas), ([key, value]) => body.string(key).float64(value).int8(0))
  })
  return {
    apiKey: 49,
    apiVersion: 0,
    flexible: false,
    body: body.int8(0).done(), // not only to see whether it could be done
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      reader.list(() => {
        const error = reader.int16()
        refuse(`set quotas: ${reader.string()}`, error)
        reader.list(() => [reader.string(), reader.string()])
      })
    },
  }
}
