import { randomBytes, X509Certificate } from 'node:crypto'
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { stringify } from 'yaml'
import { newPassword } from '../membership/index.ts'
import { openStateFolder, projectRoot, stateFolderOf, writeAtomically } from '../state/index.ts'
import { makeCertificate } from './certificate.ts'
import { classOverlay } from './overlay.ts'

const DEFAULT_PORTS = '1919'
const SECRET_BYTES = 5

/** A class that this clone hosts, as it is kept between commands. */
export interface HostedClass {
  readonly formatVersion: 1
  readonly clusterId: string
  readonly address: string
  readonly ports: string
  /** What the join code proves: whoever knows it is in the room. Hexadecimal. */
  readonly secret: string
  /** In the address of the teacher's page, which stays the same when the room is opened again. */
  readonly pageToken: string
  readonly passwords: { readonly broker: string; readonly instructor: string }
  readonly certificate: string
  readonly key: string
}

/** The folder of the class that this clone hosts; for its user's eyes only. */
export class ClassHome {
  readonly folder: string
  readonly #file: string

  constructor(env: NodeJS.ProcessEnv) {
    this.folder = join(stateFolderOf(env), 'class')
    this.#file = join(this.folder, 'hosted.json')
  }

  /** The class, if one is hosted. */
  read(): HostedClass | undefined {
    if (!existsSync(this.#file)) return undefined
    return JSON.parse(readFileSync(this.#file, 'utf8')) as HostedClass
  }

  /** The class at this address: the one there is, or a new one. */
  provide(address: string, env: NodeJS.ProcessEnv): HostedClass {
    openStateFolder(env)
    const found = this.read()
    const ports = env.WORKBOOK_CLASS_PORTS || found?.ports || DEFAULT_PORTS
    const known = found ?? newClass(address, ports)
    const same = known.address === address && isValid(known.certificate)
    const hosted = {
      ...known,
      address,
      ports,
      ...(same ? {} : makeCertificate(address, new Date())),
    }
    this.#keep(hosted)
    return hosted
  }

  /** What the brokers' definition is overlaid with. */
  get overlay(): string {
    return join(this.folder, 'overlay.yml')
  }

  /** Forgets the class, and all that its brokers hold. */
  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  #keep(hosted: HostedClass): void {
    mkdirSync(this.folder, { recursive: true })
    chmodSync(this.folder, 0o700)
    const keystore = join(this.folder, 'keystore.pem')
    writeAtomically(this.#file, `${JSON.stringify(hosted, null, 2)}\n`)
    writeAtomically(keystore, `${hosted.key}${hosted.certificate}`)
    const policy = join(projectRoot, 'scripts', 'class', 'policy', 'class-topic-policy.jar')
    writeAtomically(this.overlay, stringify(classOverlay({ ...hosted, keystore, policy })))
  }
}

function newClass(address: string, ports: string): HostedClass {
  return {
    formatVersion: 1,
    clusterId: newClusterId(),
    address,
    ports,
    secret: randomBytes(SECRET_BYTES).toString('hex'),
    pageToken: randomBytes(16).toString('hex'),
    passwords: { broker: newPassword(), instructor: newPassword() },
    ...makeCertificate(address, new Date()),
  }
}

// Kafka's own never begin with a dash, because tools would take that for an option.
function newClusterId(): string {
  const id = randomBytes(16).toString('base64url')
  return id.startsWith('-') ? newClusterId() : id
}

function isValid(certificate: string): boolean {
  const A_DAY_MS = 86_400_000
  return Date.parse(new X509Certificate(certificate).validTo) - Date.now() > A_DAY_MS
}
