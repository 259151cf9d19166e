import type { clusterProblems, machineProblems, remoteProblems } from '../problems.ts'

// What a person sees of each problem: the message of the workbook, then what KafkaJS says where
// that comes first. "…" stands for whatever differs. Every row has a test that creates it and
// finds these words in what is printed; docs/troubleshooting.md names those few that cannot be.

export const machineSymptoms: Record<keyof typeof machineProblems, readonly string[]> = {
  OLD_NODE: ['The workbook needs Node 20.19 or newer, and this is …'],
  BAD_PORTS: ['WORKBOOK_PORTS is "…".'],
  BAD_LAUNCHER: ['WORKBOOK_CLUSTER is "…".'],
  NO_RUNTIME: ['Neither Docker nor Java was found on this machine.'],
  NEEDS_WSL: ['On Windows itself the brokers need Docker or WSL 2.'],
  NO_JAVA: ['No Java was found ("…" does not run).'],
  OLD_JAVA: ['Kafka needs Java 17 or newer; "…" is Java ….'],
  NO_MAVEN: ['Java is here, but Maven (mvn), which fetches Kafka, is not.'],
  MAVEN_FAILED: ['Maven could not fetch Kafka …'],
  BAD_KAFKA_HOME: ['KAFKA_HOME is …, which holds no Kafka.'],
  NO_DOCKER: ['Docker is not installed (there is no "docker" command).'],
  DOCKER_DOWN: ['Docker does not answer: …'],
  DOCKER_DENIED: ['Docker runs, but refuses to talk to this user.'],
  OLD_DOCKER: ['Docker … cannot run the Kafka image; it needs 20.10.4 or newer.'],
  NO_COMPOSE: ['Docker answers, but it has no Docker Compose.'],
  IMAGE_MISSING: ['Docker could not pull …'],
  COMPOSE_FAILED: ['docker compose … failed:', 'docker-compose … failed:'],
  OTHER_CLONE: ['Another clone, …, already runs under the Docker project name "…".'],
  MAC_NEEDS_UPDATE: ['Docker Desktop … runs on Apple M4…', 'Java crashed in kafka-… (SIGILL).'],
  PORT_TAKEN: ['Port … is taken by another program: … (pid …).'],
  DISK_FULL: ['Only … MB are free in ….', 'The disk is full'],
  READ_ONLY: ['A file could not be written (…).', 'kafka-… could not write ….'],
  BAD_FOLDER: ['Kafka cannot keep data in a folder with "…" in its path: …'],
  NEWER_STATE: ['… was written by a newer workbook (…).'],
  NOT_YOURS: ['Process … could not be sent ….'],
  CLOCK_SKEW: ["Docker's clock is … minutes behind."],
  LOW_MEMORY: ['Only … MB of memory are free.', 'Only … MB of memory are there for Docker.'],
  IMAGE_FOREIGN: ['The image is made for …, and this is ….'],
  WINDOWS_DISK: ['… lies on the Windows disk.'],
  STALE_ANSWERS: [
    'A copy of a graded file was left behind.',
    '… copies of graded files were left behind.',
  ],
  PROBE_FAILED: ['Looking at … failed: …'],
}

export const clusterSymptoms: Record<keyof typeof clusterProblems, readonly string[]> = {
  CLUSTER_DOWN: ['No broker is running.', 'connect ECONNREFUSED 127.0.0.1:…'],
  BROKER_AWAY: [
    'kafka-… is stopped.',
    'kafka-… is paused.',
    'kafka-… has died.',
    'Request … timed out',
  ],
  ADVERTISED_NAME: [
    '… answers, but says that broker … is at …: that name cannot be resolved here.',
    'getaddrinfo ENOTFOUND …',
  ],
  ADVERTISED_SILENT: ['… answers, but says that broker … is at …, where nothing answers.'],
  FOREIGN_DATA: ['… holds the data of another cluster (…).', '… is of another cluster (…).'],
  MAJORITY_LOST: ['… have lost their data folders. …'],
  BAD_SETTING: ['kafka-… cannot use a setting: …', 'docker-compose.yml cannot be read: …'],
  OUT_OF_MEMORY: ['kafka-… ran out of memory.'],
  BROKER_DIED: ['kafka-… ended while starting:'],
  NOT_READY: ['Waited … s for …'],
  INTERNAL_TOPICS: [
    '__consumer_offsets and __transaction_state are not ready.',
    'Failed to find group coordinator',
  ],
  LEADERLESS: [
    'Partitions have no leader: ….',
    'There is no leader for this topic-partition as we are in the middle of a leadership election',
  ],
  FEW_BROKERS: ['The cluster has only ….', 'Replication-factor is invalid'],
  LEFTOVERS: ['Checks left … topics and … groups behind: …'],
}

export const remoteSymptoms: Record<keyof typeof remoteProblems, readonly string[]> = {
  UNREACHABLE: ['No broker answers at ….'],
  UNRESOLVED: ['The name … does not resolve (…).'],
  ADVERTISED: ['The cluster answers, but sends clients to … for broker ….'],
  MIXED_CLUSTERS: ['… and … belong to two clusters (…).'],
  BAD_CONNECTION: [
    'KAFKA_BROKERS names "…", which is not a host with a port (host:9092).',
    'KAFKA_USERNAME is set, and KAFKA_PASSWORD is not.',
  ],
  NOT_KAFKA: [
    '… takes connections, but not as a Kafka broker does: …',
    "… is a controller's, and for brokers only.",
  ],
  TLS_WANTED: ['… wants TLS, and is spoken to without.'],
  NO_TLS: ['… speaks no TLS, and is spoken to with it.'],
  CERTIFICATE_UNTRUSTED: ['… is signed by "…", whom this machine does not trust.'],
  CERTIFICATE_NAME: ['The certificate of … is for …, not for ….'],
  CERTIFICATE_DATE: ['The certificate of … is valid from … to ….'],
  CLIENT_CERTIFICATE: ['… wants a certificate of its clients.'],
  SASL_WANTED: ['… wants its users to log in.'],
  NO_SASL: ['… asks nobody to log in, and so refuses it.'],
  SASL_MECHANISM: ['… does not let users log in by …, only by ….'],
  LOGIN_REFUSED: ['… refuses the user …: …'],
  NOT_ALLOWED: ['The user … lacks rights on this cluster:'],
}
