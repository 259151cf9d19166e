import { X509Certificate } from 'node:crypto'
import { type Cluster, openSeparateCluster, provideKafka } from '../cluster/index.ts'
import { WorkbookError } from '../errors.ts'
import { FINGERPRINT_BYTES, fingerprint, writeCode } from '../membership/index.ts'
import type { Report } from '../terminal/index.ts'
import { logInAt } from '../wire/index.ts'
import { ClassHome, type HostedClass } from './home.ts'
import { requireAddress } from './place.ts'

/** The class that this clone hosts, and its brokers. */
export interface Hosting {
  readonly hosted: HostedClass
  readonly home: ClassHome
  /** Asked with the teacher's rights, by this process alone. */
  readonly cluster: Cluster
}

/** Opens the class at an address of this machine, and brings up its brokers. */
export async function hostClass(
  address: string,
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<Hosting> {
  if (env.WORKBOOK_CLUSTER === 'compose') {
    throw new WorkbookError('NO_CONTAINERS', 'A class is not hosted in containers yet.')
  }
  await requireAddress(address)
  const home = new ClassHome(env)
  const hosted = home.provide(address, env)
  await provideKafka(hosted.ports, env, report)
  const hosting = await openHosting(home, hosted, env)
  await hosting.cluster.up(report)
  return hosting
}

/** The class that this clone hosts, whether or not its brokers run; undefined if there is none. */
export async function findHosting(env: NodeJS.ProcessEnv): Promise<Hosting | undefined> {
  const home = new ClassHome(env)
  const hosted = home.read()
  return hosted && openHosting(home, hosted, env)
}

async function openHosting(
  home: ClassHome,
  hosted: HostedClass,
  env: NodeJS.ProcessEnv,
): Promise<Hosting> {
  const { overlay, folder } = home
  const cluster = await openSeparateCluster({ home: folder, ports: hosted.ports, overlay }, env)
  logInAt(cluster.addresses, instructorOf(hosted))
  return { hosted, home, cluster }
}

/** Who the teacher's programs are to the brokers. */
function instructorOf({ passwords }: HostedClass): { username: string; password: string } {
  return { username: 'instructor', password: passwords.instructor }
}

/** What learners type to join. */
export function codeOf({ address, ports, secret, certificate }: HostedClass): string {
  const { raw } = new X509Certificate(certificate)
  return writeCode({
    address,
    ports,
    secret,
    fingerprint: fingerprint(raw, FINGERPRINT_BYTES).toString('hex'),
  })
}

/** What learners type, before their name. */
export function joinLineOf({ hosted }: Hosting): string {
  return `npm run class join ${codeOf(hosted)}`
}
