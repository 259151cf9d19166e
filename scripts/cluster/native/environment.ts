import type { BrokerDefinition, ClusterDefinition } from '../definition/definition.ts'

/** The environment of a broker that runs as a plain process beside the others on this machine. */
export function nativeEnvironment(
  definition: ClusterDefinition,
  broker: BrokerDefinition,
  logDir: string,
): Record<string, string> {
  const { environment } = broker
  const doors = doorPorts(definition, broker)
  const hosts = doorHosts(environment.KAFKA_LISTENERS)
  const door = (listener: string): string =>
    `${listener}://${hosts.get(listener)}:${doors.get(listener)}`
  return {
    ...environment,
    KAFKA_LISTENERS: [...doors.keys()].map(door).join(','),
    KAFKA_ADVERTISED_LISTENERS: listenerNames(environment.KAFKA_ADVERTISED_LISTENERS)
      .map(door)
      .join(','),
    KAFKA_CONTROLLER_QUORUM_VOTERS: voters(definition),
    KAFKA_LOG_DIRS: logDir,
  }
}

/** Every port a broker listens on as a plain process, by listener. */
export function doorPorts(
  definition: ClusterDefinition,
  broker: BrokerDefinition,
): Map<string, number> {
  // In containers every broker has the same ports. Side by side on one machine they take nine in a
  // row: 1 to 3 as published by the compose file, then 4 to 6 and 7 to 9.
  const published = Number(broker.address.split(':')[1])
  const names = listenerNames(broker.environment.KAFKA_LISTENERS)
  return new Map(names.map((name, row) => [name, published + row * definition.brokers.length]))
}

// A container listens on all its interfaces. A plain process listens on loopback, except at a door
// for which an address of this machine is named.
function doorHosts(listeners = ''): Map<string, string> {
  const doors = listeners.split(',').map((listener) => /^(.*):\/\/(.*):\d+$/.exec(listener) ?? [])
  return new Map(doors.map(([, name = '', host]) => [name, host || '127.0.0.1']))
}

function voters(definition: ClusterDefinition): string {
  return definition.brokers
    .map((broker) => {
      const controller = broker.environment.KAFKA_CONTROLLER_LISTENER_NAMES ?? ''
      return `${broker.id}@127.0.0.1:${doorPorts(definition, broker).get(controller)}`
    })
    .join(',')
}

function listenerNames(listeners = ''): string[] {
  return listeners.split(',').map((listener) => listener.slice(0, listener.indexOf('://')))
}
