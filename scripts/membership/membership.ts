import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { openStateFolder, stateFolderOf, writeAtomically } from '../state/index.ts'
import { roomBrokers } from './room-brokers.ts'

const FOR_ONE = 0o600

/** The class that this clone has joined. */
export interface Membership {
  readonly formatVersion: 1
  readonly name: string
  readonly password: string
  readonly address: string
  readonly ports: string
  /** The class's certificate; empty until the class has let this clone in. */
  readonly certificate: string
}

function membershipIn(file: string): Membership | undefined {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
}

/** Where a clone keeps which class it is in; for its user's eyes only. */
export class MembershipFile {
  readonly #file: string
  readonly #certificate: string
  readonly #left: string
  readonly #env: NodeJS.ProcessEnv

  // Commands that only look, such as the doctor, leave nothing in a fresh clone.
  constructor(env: NodeJS.ProcessEnv) {
    const home = stateFolderOf(env)
    this.#env = env
    this.#file = join(home, 'class.json')
    this.#certificate = join(home, 'class-certificate.pem')
    this.#left = join(home, 'class-left.json')
  }

  /** What is kept, also of a class that has not answered yet. */
  read(): Membership | undefined {
    return membershipIn(this.#file)
  }

  /** The class that this clone left last: it may come back under its name. */
  left(): Membership | undefined {
    return membershipIn(this.#left)
  }

  /** The class, if this clone is in one. */
  joined(): Membership | undefined {
    const found = this.read()
    return found?.certificate ? found : undefined
  }

  write(membership: Membership): void {
    openStateFolder(this.#env)
    writeAtomically(this.#file, `${JSON.stringify(membership, null, 2)}\n`, FOR_ONE)
    if (membership.certificate) writeAtomically(this.#certificate, membership.certificate)
  }

  remove(): void {
    for (const file of [this.#file, this.#certificate]) rmSync(file, { force: true })
  }

  /** Leaves the class, and keeps by what the class would know this clone again. */
  leave(): void {
    if (this.joined()) renameSync(this.#file, this.#left)
    this.remove()
  }

  /** Where programs that want a file find the certificate. */
  get certificateFile(): string {
    return this.#certificate
  }
}

/**
 * The environment of a command in a clone that has joined a class: the class's brokers, as
 * KAFKA_BROKERS would name them, and the learner's name there. Whoever chose other brokers by hand
 * keeps them.
 */
export function inClass(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (chosenByHand(env)) return env
  const file = new MembershipFile(env)
  const joined = file.joined()
  if (!joined) return env
  return {
    ...env,
    KAFKA_BROKERS: roomBrokers(joined).join(','),
    KAFKA_CA: file.certificateFile,
    KAFKA_USERNAME: joined.name,
    KAFKA_PASSWORD: joined.password,
    WORKBOOK_LEARNER: joined.name,
    WORKBOOK_CLASS: joined.name,
  }
}

/** The variable that keeps a clone which has joined a class from using it, if there is one. */
export function goesBeforeClass(env: NodeJS.ProcessEnv): string | undefined {
  if (env.WORKBOOK_CLASS) return undefined
  const variable = chosenByHand(env)
  return variable && new MembershipFile(env).joined() ? variable : undefined
}

function chosenByHand(env: NodeJS.ProcessEnv): string | undefined {
  return ['WORKBOOK_CLUSTER', 'KAFKA_BROKERS'].find((name) => env[name])
}

/** The same environment, but with the learner's own brokers. */
export function outOfClass(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  if (!env.WORKBOOK_CLASS) return env
  const { KAFKA_BROKERS, KAFKA_CA, KAFKA_USERNAME, KAFKA_PASSWORD, WORKBOOK_CLASS, ...own } = env
  return own
}
