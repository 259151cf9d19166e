import { readFileSync } from 'node:fs'
import { WorkbookError } from '../../errors.ts'
import { type GatewayOptions, type Sasl, saslMechanisms, type Tls } from '../../gateway/index.ts'

/** What the environment says of somebody else's cluster; half of it is refused. */
export function readSettings(env: NodeJS.ProcessEnv): GatewayOptions {
  const tls = readTls(env)
  const sasl = readSasl(env)
  return { brokers: readBrokers(env), ...(tls && { tls }), ...(sasl && { sasl }) }
}

function readBrokers({ KAFKA_BROKERS = '' }: NodeJS.ProcessEnv): string[] {
  const brokers = KAFKA_BROKERS.split(',')
    .map((address) => address.trim())
    .filter(Boolean)
  const odd = brokers.find((address) => !isAddress(address))
  if (odd !== undefined) {
    throw bad(`KAFKA_BROKERS names "${odd}", which is not a host with a port (host:9092).`)
  }
  if (brokers.length > 0) return brokers
  throw new WorkbookError(
    'UNREACHABLE',
    'WORKBOOK_CLUSTER is remote, but KAFKA_BROKERS is not set.',
  )
}

function isAddress(text: string): boolean {
  const port = Number(/^[^/]+:(\d+)$/.exec(text)?.[1])
  return port > 0 && port < 65_536
}

function readTls({ KAFKA_TLS, KAFKA_CA }: NodeJS.ProcessEnv): Tls | undefined {
  if (KAFKA_TLS && KAFKA_TLS !== 'yes' && KAFKA_TLS !== 'no') {
    throw bad(`KAFKA_TLS is "${KAFKA_TLS}"; it can be yes or no.`)
  }
  if (KAFKA_CA && KAFKA_TLS === 'no') throw bad('KAFKA_CA is set, and KAFKA_TLS is no.')
  if (KAFKA_CA) return { ca: readCertificate(KAFKA_CA) }
  return KAFKA_TLS === 'yes' ? {} : undefined
}

function readCertificate(file: string): string {
  try {
    const text = readFileSync(file, 'utf8')
    if (text.includes('-----BEGIN CERTIFICATE-----')) return text
  } catch (error) {
    throw bad(`KAFKA_CA names ${file}, which cannot be read (${(error as Error).message}).`)
  }
  throw bad(`KAFKA_CA names ${file}, which holds no certificate in PEM format.`)
}

function readSasl(env: NodeJS.ProcessEnv): Sasl | undefined {
  const { KAFKA_USERNAME: username, KAFKA_PASSWORD: password } = env
  const { KAFKA_SASL_MECHANISM: named } = env
  const mechanism = saslMechanisms.find((one) => one === (named || 'scram-sha-256').toLowerCase())
  if (!mechanism) {
    throw bad(`KAFKA_SASL_MECHANISM is "${named}"; it can be ${saslMechanisms.join(', ')}.`)
  }
  if (username && password) return { mechanism, username, password }
  if (username) throw bad('KAFKA_USERNAME is set, and KAFKA_PASSWORD is not.')
  if (password) throw bad('KAFKA_PASSWORD is set, and KAFKA_USERNAME is not.')
  if (named) throw bad('KAFKA_SASL_MECHANISM is set, and KAFKA_USERNAME is not.')
  return undefined
}

function bad(what: string): WorkbookError {
  return new WorkbookError('BAD_CONNECTION', what)
}
