import { createHash, randomBytes } from 'node:crypto'

/** No dot and no underscore: Kafka takes `a.b` and `a_b` for names that collide. */
const namePattern = /^[a-z0-9]{1,20}$/
const reserved = ['class', 'broker', 'instructor', 'anonymous']

/** Whether a learner may be called so. */
export function isName(name: string): boolean {
  return namePattern.test(name) && !reserved.includes(name)
}

/** The topic in which a learner's progress is kept: inside their prefix, so nobody else writes it. */
export function progressTopic(name: string): string {
  return `${name}.progress`
}

/** 128 random bits, in letters and digits. */
export function newPassword(): string {
  return randomBytes(16).toString('hex')
}

/** The first bytes of the SHA-256 of a certificate: what a join code carries of it. */
export function fingerprint(der: Buffer, length: number): Buffer {
  return createHash('sha256').update(der).digest().subarray(0, length)
}
