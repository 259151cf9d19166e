import { existsSync, readFileSync } from 'node:fs'
import type { BrokerDefinition, ClusterDefinition } from '../definition/definition.ts'
import { formatProperties, toProperties } from '../definition/properties.ts'
import type { BrokerCondition, Condition } from '../launcher.ts'
import { nativeEnvironment } from './environment.ts'
import { isFormatted } from './format.ts'
import { filesOf, formedMark } from './layout.ts'
import { findOwnProcesses, type OwnProcess } from './processes.ts'

/** What became of each broker since a command last looked. */
export async function findConditions(
  definition: ClusterDefinition,
  home: string,
): Promise<BrokerCondition[]> {
  const own = await findOwnProcesses(home)
  return definition.brokers.map((broker) => {
    const running = own.find(({ role }) => role === roleOf(broker.id))
    const { id, name, address } = broker
    return { id, name, address, condition: conditionOf(definition, home, broker, running) }
  })
}

/** How the process of a broker is marked. */
export function roleOf(id: number): string {
  return `broker-${id}`
}

/** The `server.properties` with which a broker is to run. */
export function wantedProperties(
  definition: ClusterDefinition,
  home: string,
  broker: BrokerDefinition,
): string {
  const { data } = filesOf(home, broker.id)
  return formatProperties(toProperties(nativeEnvironment(definition, broker, data)))
}

function conditionOf(
  definition: ClusterDefinition,
  home: string,
  broker: BrokerDefinition,
  running: OwnProcess | undefined,
): Condition {
  const { data, properties, stopMark } = filesOf(home, broker.id)
  if (!isFormatted(data)) {
    const once = running || existsSync(properties) || existsSync(formedMark(home))
    return once ? 'no-data' : 'absent'
  }
  if (!running) return existsSync(stopMark) ? 'stopped' : 'dead'
  if (running.paused) return 'paused'
  const runsWith = existsSync(properties) ? readFileSync(properties, 'utf8') : ''
  return runsWith === wantedProperties(definition, home, broker) ? 'up' : 'outdated'
}
