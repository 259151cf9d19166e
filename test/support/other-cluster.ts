// Real brokers of somebody else: those of the compose file, with other listeners.
import { mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  type ClusterDefinition,
  readDefinition,
} from '../../scripts/cluster/definition/definition.ts'
import type { Launcher } from '../../scripts/cluster/launcher.ts'
import { NativeLauncher } from '../../scripts/cluster/native/launcher.ts'
import { projectRoot } from '../../scripts/state/index.ts'
import { silent } from '../../scripts/terminal/index.ts'
import { endAll } from './clone.ts'
import { cleanEnvironment } from './environment.ts'
import { freePorts } from './ports.ts'
import { shareToolchain } from './toolchain.ts'

const scram = 'org.apache.kafka.common.security.scram.ScramLoginModule required;'
const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule required'

export type Settings = Readonly<Record<string, string>>

/** The password with which brokers know each other, and by which `broker` may do everything. */
export const brokerPassword = 'the-brokers-own'

/**
 * Settings of brokers that let nobody in unknown: HOST wants TLS and a password that is proven by
 * SCRAM, the brokers' own listeners one that is told.
 */
export function strictSettings(keystore: string): Settings {
  const jaas = `${plain} username="broker" password="${brokerPassword}" user_broker="${brokerPassword}";`
  return {
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP:
      'HOST:SASL_SSL,BROKER:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    KAFKA_AUTHORIZER_CLASS_NAME: 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    KAFKA_SUPER_USERS: 'User:broker',
    KAFKA_SASL_MECHANISM_INTER_BROKER_PROTOCOL: 'PLAIN',
    KAFKA_SASL_MECHANISM_CONTROLLER_PROTOCOL: 'PLAIN',
    ...saslOf('BROKER', { PLAIN: jaas }),
    ...saslOf('CONTROLLER', { PLAIN: jaas }),
    ...saslOf('HOST', { 'SCRAM-SHA-256': scram, 'SCRAM-SHA-512': scram }),
    ...keystoreOf('HOST', keystore),
  }
}

/** What a listener accepts of clients, by mechanism. */
export function saslOf(listener: string, modules: Settings): Settings {
  const jaas = Object.entries(modules).map(([mechanism, module]) => {
    const inName = mechanism.replaceAll('-', '___')
    return [`KAFKA_LISTENER_NAME_${listener}_${inName}_SASL_JAAS_CONFIG`, module]
  })
  const enabled = Object.keys(modules).join(',')
  return {
    [`KAFKA_LISTENER_NAME_${listener}_SASL_ENABLED_MECHANISMS`]: enabled,
    ...Object.fromEntries(jaas),
  }
}

/** The certificate that a listener shows. */
export function keystoreOf(listener: string, file: string): Settings {
  return {
    [`KAFKA_LISTENER_NAME_${listener}_SSL_KEYSTORE_TYPE`]: 'PEM',
    [`KAFKA_LISTENER_NAME_${listener}_SSL_KEYSTORE_LOCATION`]: file,
  }
}

/** Brokers of somebody else. When disposed of, nothing of them is left. */
export interface OtherCluster extends AsyncDisposable {
  readonly launcher: Launcher
  /** The first digits of its ports. */
  readonly ports: string
}

/**
 * Starts brokers with these settings besides those of the compose file; returns before they are
 * ready. `advertised` gives what a listener tells its clients, by the digits of the ports.
 */
export async function startOtherCluster(
  settings: Settings,
  { brokers = 3, advertised }: { brokers?: number; advertised?: (ports: string) => string } = {},
): Promise<OtherCluster> {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'workbook-other-')))
  shareToolchain(home)
  const ports = await freePorts()
  const env = cleanEnvironment({ WORKBOOK_PORTS: ports })
  const own = readDefinition(join(projectRoot, 'docker-compose.yml'), env)
  // Spelt so it is the same property, and comes after that of the native launcher, which has
  // every listener advertise the port where it listens.
  const told = advertised && { KAFKA_advertised_listeners: advertised(ports) }
  const launcher = new NativeLauncher(changed(own, { ...settings, ...told }, brokers), home, env)
  await launcher.prepare(silent)
  await launcher.startAll()
  return {
    launcher,
    ports,
    async [Symbol.asyncDispose]() {
      await endAll(home)
      rmSync(home, { recursive: true, force: true })
    },
  }
}

function changed(
  definition: ClusterDefinition,
  settings: Settings,
  count: number,
): ClusterDefinition {
  const brokers = definition.brokers
    .slice(0, count)
    .map((broker) => ({ ...broker, environment: { ...broker.environment, ...settings } }))
  return { ...definition, brokers }
}
