import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import { WorkbookError } from '../../errors.ts'
import { portPrefix } from '../../lock.mjs'
import { interpolate } from './interpolate.ts'

/** One broker as `docker-compose.yml` describes it. */
export interface BrokerDefinition {
  readonly id: number
  /** Its host name among the others, and its service name: `kafka-1`. */
  readonly name: string
  /** The KAFKA_ variables and CLUSTER_ID that its container gets. */
  readonly environment: Readonly<Record<string, string>>
  /** Where programs on this machine reach it: `127.0.0.1:19091`. */
  readonly address: string
}

/** The cluster as `docker-compose.yml` describes it, the only place where it is configured. */
export interface ClusterDefinition {
  readonly clusterId: string
  /** The Apache Kafka release, from the tag of the image: `4.3.1`. */
  readonly release: string
  readonly image: string
  readonly brokers: readonly BrokerDefinition[]
  /** The profiles of the file: under each, services that are no brokers can be started as well. */
  readonly profiles: readonly string[]
}

interface ComposeFile {
  services: Record<
    string,
    {
      image: string
      ports?: string[]
      environment?: Record<string, string | number>
      profiles?: string[]
    }
  >
}

/**
 * Reads the cluster's definition; `env` fills the variables of the compose file. What an `overlay`
 * says of a broker's environment takes precedence, as with `docker compose -f file -f overlay`.
 */
export function readDefinition(
  composeFile: string,
  env: NodeJS.ProcessEnv,
  overlay?: string,
): ClusterDefinition {
  const text = readFileSync(composeFile, 'utf8')
  const ports = { WORKBOOK_PORTS: portPrefix(env) }
  const variables = { ...env, ...ports }
  const file = parseCompose(text, variables)
  const changes = overlay ? parseCompose(readFileSync(overlay, 'utf8'), variables).services : {}
  // The release is the project's, whatever image stands in for it.
  const pinned = parseCompose(text, ports)
  const brokers = Object.entries(file.services).flatMap(([name, service]) => {
    const environment = stringValues({ ...service.environment, ...changes[name]?.environment })
    const { KAFKA_NODE_ID: id } = environment
    const address = service.ports?.[0]?.replace(/:\d+$/, '')
    return id && address ? [{ id: Number(id), name, environment, address }] : []
  })
  const first = brokers[0]
  if (!first) throw unreadable('it defines no broker')
  return {
    clusterId: first.environment.CLUSTER_ID ?? '',
    release: pinned.services[first.name]?.image.split(':').at(-1) ?? '',
    image: file.services[first.name]?.image ?? '',
    brokers,
    profiles: [...new Set(Object.values(file.services).flatMap(({ profiles = [] }) => profiles))],
  }
}

function parseCompose(text: string, variables: NodeJS.ProcessEnv): ComposeFile {
  const file = parseYaml(interpolate(text, variables)) as ComposeFile | null
  if (file?.services) return file
  throw unreadable('it has no services')
}

function parseYaml(text: string): unknown {
  try {
    return parse(text, { merge: true })
  } catch (error) {
    const [what = ''] = error instanceof Error ? error.message.split('\n') : []
    throw unreadable(what, { cause: error })
  }
}

function unreadable(why: string, options?: ErrorOptions): WorkbookError {
  const what = `docker-compose.yml cannot be read: ${why.replace(/:$/, '')}.`
  return new WorkbookError('BAD_SETTING', what, options)
}

function stringValues(values: Record<string, string | number>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, String(value)]))
}
