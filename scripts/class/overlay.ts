import { devNull } from 'node:os'

/** What makes brokers of the compose file the brokers of a class. */
export interface ClassSettings {
  /** Of this class alone: a broker refuses the data of another. */
  readonly clusterId: string
  /** Where learners reach the brokers; nothing else of the class leaves loopback. */
  readonly address: string
  /** The first digits of the ports. */
  readonly ports: string
  /** What the brokers tell each other, and the teacher's programs tell them. */
  readonly passwords: { readonly broker: string; readonly instructor: string }
  /** A PEM file with the key and the certificate of the room's door. */
  readonly keystore: string
  /** The jar that refuses too large topics. */
  readonly policy: string
}

interface Overlay {
  readonly services: Record<string, { readonly environment: Record<string, string> }>
}

const PLAIN = 'org.apache.kafka.common.security.plain.PlainLoginModule required'
const SCRAM = 'org.apache.kafka.common.security.scram.ScramLoginModule required;'

/**
 * The overlay of `docker-compose.yml` for a class. Every door asks who is there: HOST, on loopback,
 * is for the other brokers and the teacher, CLASS, on the room's network, for learners, over TLS.
 * What a user was not allowed is refused. Three are above that: the brokers, and the teacher.
 */
export function classOverlay(settings: ClassSettings): Overlay {
  const brokers = [1, 2, 3].map((id) => [
    `kafka-${id}`,
    { environment: { ...common(settings), KAFKA_ADVERTISED_LISTENERS: doors(settings, id) } },
  ])
  return { services: Object.fromEntries(brokers) }
}

function doors({ address, ports }: ClassSettings, id: number): string {
  return `HOST://127.0.0.1:${ports}${id},CLASS://${address}:${ports}${id + 3}`
}

function common(settings: ClassSettings): Record<string, string> {
  const { clusterId, address, passwords, keystore, policy } = settings
  const itself = `${PLAIN} username="broker" password="${passwords.broker}"`
  const known = `user_broker="${passwords.broker}"`
  return {
    CLUSTER_ID: clusterId,
    KAFKA_LISTENERS: `HOST://:9092,CLASS://${address}:9094,CONTROLLER://:9093`,
    KAFKA_LISTENER_SECURITY_PROTOCOL_MAP:
      'HOST:SASL_PLAINTEXT,CLASS:SASL_SSL,CONTROLLER:SASL_PLAINTEXT',
    KAFKA_INTER_BROKER_LISTENER_NAME: 'HOST',
    KAFKA_SASL_MECHANISM_INTER_BROKER_PROTOCOL: 'PLAIN',
    KAFKA_SASL_MECHANISM_CONTROLLER_PROTOCOL: 'PLAIN',
    KAFKA_LISTENER_NAME_HOST_SASL_ENABLED_MECHANISMS: 'PLAIN',
    KAFKA_LISTENER_NAME_HOST_PLAIN_SASL_JAAS_CONFIG: `${itself} ${known} user_instructor="${passwords.instructor}";`,
    KAFKA_LISTENER_NAME_CONTROLLER_SASL_ENABLED_MECHANISMS: 'PLAIN',
    KAFKA_LISTENER_NAME_CONTROLLER_PLAIN_SASL_JAAS_CONFIG: `${itself} ${known};`,
    KAFKA_LISTENER_NAME_CLASS_SASL_ENABLED_MECHANISMS: 'SCRAM-SHA-256',
    KAFKA_LISTENER_NAME_CLASS_SCRAM___SHA___256_SASL_JAAS_CONFIG: SCRAM,
    KAFKA_LISTENER_NAME_CLASS_SSL_KEYSTORE_TYPE: 'PEM',
    KAFKA_LISTENER_NAME_CLASS_SSL_KEYSTORE_LOCATION: keystore,
    KAFKA_LISTENER_NAME_CLASS_MAX_CONNECTIONS: '800',

    KAFKA_AUTHORIZER_CLASS_NAME: 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    KAFKA_ALLOW_EVERYONE_IF_NO_ACL_FOUND: 'false',
    KAFKA_SUPER_USERS: 'User:broker;User:instructor',
    KAFKA_CREATE_TOPIC_POLICY_CLASS_NAME: 'workbook.ClassTopicPolicy',
    CLASSPATH: policy,
    // At every login a broker looks up the name of its own address. Where no name server answers,
    // that takes seconds (measured: 5), in which a network thread does nothing else, and for which
    // the learner pays (request_percentage). Java reads names from this file alone: there are none.
    KAFKA_OPTS: `-Djdk.net.hosts.file=${devNull}`,

    // One request, all that wait together, one answer, and one open transaction: none of them may
    // take the broker's memory or hold up the others.
    KAFKA_SOCKET_REQUEST_MAX_BYTES: '4194304',
    KAFKA_QUEUED_MAX_REQUEST_BYTES: '33554432',
    KAFKA_FETCH_MAX_BYTES: '8388608',
    KAFKA_TRANSACTION_MAX_TIMEOUT_MS: '60000',
    // A loop that nobody stops fills no disk: the oldest of it goes.
    KAFKA_LOG_SEGMENT_BYTES: '16777216',
    KAFKA_LOG_RETENTION_BYTES: '67108864',
    KAFKA_HEAP_OPTS: '-Xms64m -Xmx512m',
  }
}
