// Settings for the image's start script and the JVM, not for the broker.
// Source: Constants in Kafka's core, kafka/docker/KafkaDockerWrapper.scala.
const notForTheBroker = new Set([
  'KAFKA_VERSION',
  'KAFKA_HEAP_OPTS',
  'KAFKA_LOG4J_OPTS',
  'KAFKA_OPTS',
  'KAFKA_JMX_OPTS',
  'KAFKA_JVM_PERFORMANCE_OPTS',
  'KAFKA_GC_LOG_OPTS',
  'KAFKA_LOG4J_ROOT_LOGLEVEL',
  'KAFKA_LOG4J_LOGGERS',
  'KAFKA_TOOLS_LOG4J_LOGLEVEL',
  'KAFKA_JMX_HOSTNAME',
])

/**
 * Turns a container's environment into broker properties by the rule of Kafka's own image:
 * KAFKA_A_B becomes a.b, KAFKA_A__B a_b, KAFKA_A___B a-b.
 */
export function toProperties(environment: Readonly<Record<string, string>>): Map<string, string> {
  const properties = new Map<string, string>()
  for (const [name, value] of Object.entries(environment)) {
    if (!name.startsWith('KAFKA_') || notForTheBroker.has(name)) continue
    const key = name
      .replace('KAFKA_', '')
      .toLowerCase()
      .replaceAll('_', '.')
      .replaceAll('...', '-')
      .replaceAll('..', '_')
    properties.set(key, value)
  }
  return properties
}

/** Writes properties the way `java.util.Properties` reads them: Latin-1, the rest escaped. */
export function formatProperties(properties: ReadonlyMap<string, string>): string {
  return [...properties].map(([key, value]) => `${key}=${escapeValue(value)}\n`).join('')
}

function escapeValue(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`)
}
