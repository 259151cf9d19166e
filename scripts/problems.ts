// Every problem a person can solve, and the words for it: used by the command that runs into it, by
// `npm run doctor`, and by docs/troubleshooting.md.
const SERVER = 3
const USAGE = 2

interface Problem {
  readonly exitCode: number
  /** The one thing to try next. */
  readonly remedy: string
}

/** A problem of the machine or the cluster, which the doctor can find. */
interface Ailment extends Problem {
  /** Why it matters, in one sentence. */
  readonly why: string
  /** Whether lessons cannot run until it is solved. */
  readonly blocks: boolean
}

const usage = (remedy: string): Problem => ({ exitCode: USAGE, remedy })
const here = (remedy: string): Problem => ({ exitCode: SERVER, remedy })
const blocking = (why: string, remedy: string, exitCode = SERVER): Ailment => ({
  exitCode,
  why,
  remedy,
  blocks: true,
})
const worthKnowing = (why: string, remedy: string): Ailment => ({
  exitCode: SERVER,
  why,
  remedy,
  blocks: false,
})

/** What only the command that runs into it can know. */
const commandProblems = {
  UNKNOWN_COMMAND: usage('Run "npm run help" to see the commands.'),
  UNKNOWN_LESSON: usage('Run "npm run lesson" to see the lessons.'),
  BAD_USAGE: usage('Run "npm run help" to see how it is used.'),
  FLAG_SWALLOWED: usage('npm keeps every flag that stands before "--" for itself.'),
  NO_ANSWER: usage('Look at the path again: it must name the file that holds your answer.'),
  BAD_PROGRESS: usage('Give a file that "npm run progress export" has written.'),
  NO_EXERCISE: usage('Run "npm run lesson" to see which lessons there are.'),
  BAD_LESSON_FILE: here('Mend the file named above.'),
  DISTURBED: here('Run the same command again. If it says so again: npm run doctor'),
  NOT_HERE: usage('Ask whoever runs that cluster, or unset KAFKA_BROKERS to use your own.'),
}

/** What can keep somebody from a class: docs/class.md. */
const classProblems = {
  BAD_CODE: usage('Compare it with what the teacher shows, letter by letter.'),
  BAD_NAME: usage('Choose one of up to 20 small letters and digits, such as "ada".'),
  NAME_TAKEN: usage('Choose another name, and join again with it.'),
  NO_CONTAINERS: here(
    'Install Java 17 or newer and leave WORKBOOK_CLUSTER unset: npm run class host',
  ),
  NO_CLASS: usage('See how it stands, and what to type: npm run class'),
  NO_ADDRESS: here("Name the address of this machine in the room's network."),
  CLASS_AWAY: here(
    "Join the room's network, and ask which code the class shows now. Or: npm run class leave",
  ),
  CLASS_REFUSED: here('Ask the teacher for the code that is shown now.'),
}

/** What can be wrong with the machine, so that brokers cannot be run. */
export const machineProblems = {
  OLD_NODE: blocking(
    'The workbook and its packages use what older versions of Node do not have.',
    'Install a newer Node from https://nodejs.org, then try again.',
  ),
  BAD_PORTS: blocking(
    'Ten ports begin with these digits, and a port is a number from 1024 to 65535.',
    'Give the first three or four digits of the ports, such as WORKBOOK_PORTS=2909.',
    USAGE,
  ),
  BAD_LAUNCHER: blocking(
    'There are three ways to run the brokers, and this is none of them.',
    'Set WORKBOOK_CLUSTER to compose, native or remote, or leave it unset.',
    USAGE,
  ),
  NO_RUNTIME: blocking(
    'Kafka runs in a container or on Java, so one of the two must be here.',
    'Install Docker, or Java 17 or newer together with Maven.',
  ),
  NEEDS_WSL: blocking(
    'On Windows itself Kafka runs in Docker only; WSL 2 is a Linux inside Windows.',
    'Use WSL 2 (wsl --install) or Docker Desktop.',
  ),
  NO_JAVA: blocking(
    'Without Docker the brokers are Java programs.',
    'Install Java 17 or newer, or set JAVA_HOME to where it is.',
  ),
  OLD_JAVA: blocking(
    'The brokers of Kafka 4 run on Java 17 or newer only.',
    'Install Java 17 or newer, or set JAVA_HOME to where it is.',
  ),
  NO_MAVEN: blocking(
    'Maven fetches the files of Kafka, once.',
    'Install Maven (mvn), or set KAFKA_HOME to an unpacked Kafka.',
  ),
  MAVEN_FAILED: blocking(
    'The files of Kafka are fetched once, and that needs the network.',
    'Check the network and your Maven settings, then try again.',
  ),
  BAD_KAFKA_HOME: blocking(
    'With KAFKA_HOME set, the brokers run with the files in its libs folder.',
    'Set KAFKA_HOME to the folder that holds bin/ and libs/, or unset it.',
  ),
  NO_DOCKER: blocking(
    'WORKBOOK_CLUSTER=compose runs the brokers in containers.',
    'Install Docker, or unset WORKBOOK_CLUSTER to use Java instead.',
  ),
  DOCKER_DOWN: blocking(
    'The docker command is here, but the engine behind it runs the containers.',
    'Start Docker (Docker Desktop, or: sudo systemctl start docker).',
  ),
  DOCKER_DENIED: blocking(
    'Only root and the group docker may talk to the engine.',
    'Add yourself to the docker group (sudo usermod -aG docker $USER) and log in again.',
  ),
  OLD_DOCKER: blocking(
    'Its rules for system calls keep the start script of the image from writing its settings.',
    'Update Docker to 20.10.4 or newer.',
  ),
  NO_COMPOSE: blocking(
    'Docker Compose makes the three brokers from docker-compose.yml.',
    'Install the Docker Compose plugin (docker-compose-plugin).',
  ),
  IMAGE_MISSING: blocking(
    'The brokers run from this image, which Docker pulls once.',
    'Check the network, or run the brokers without Docker: WORKBOOK_CLUSTER=native',
  ),
  COMPOSE_FAILED: blocking(
    'Docker Compose starts and stops the brokers.',
    'Its last words say why. Undo what you changed (git diff docker-compose.yml), and try again.',
  ),
  OTHER_CLONE: blocking(
    'Docker Compose would take the containers of the one for those of the other.',
    'Give this clone a name and ports of its own.',
  ),
  MAC_NEEDS_UPDATE: blocking(
    'On an M4 processor Java crashes (SIGILL) in containers of Docker Desktop before 4.39.',
    'Update Docker Desktop, or run the brokers without it: WORKBOOK_CLUSTER=native',
  ),
  PORT_TAKEN: blocking(
    'Two programs cannot listen on one port, so the brokers could not start.',
    'Choose other ports for this clone, such as WORKBOOK_PORTS=2909.',
  ),
  DISK_FULL: blocking(
    'A broker that cannot write its log ends.',
    'Free at least 500 MB there, or set WORKBOOK_STATE to a folder elsewhere.',
  ),
  READ_ONLY: blocking(
    'Logs, data and your progress are kept there.',
    'Make it writable, or set WORKBOOK_STATE to a folder that is.',
  ),
  BAD_FOLDER: blocking(
    'Kafka splits its list of folders at commas, and Java its own at colons.',
    'Set WORKBOOK_STATE to a folder without that character.',
  ),
  NEWER_STATE: blocking(
    'An older workbook could misread, and then spoil, what a newer one wrote.',
    'Update this clone (git pull), or set WORKBOOK_STATE to another folder.',
  ),
  NOT_YOURS: blocking(
    'Only its owner may signal a process, and the brokers belong to somebody else.',
    'End it as the user who started it.',
  ),
  CLOCK_SKEW: blocking(
    'A broker refuses records whose timestamp lies more than an hour ahead of its own clock.',
    'Set the clocks right: restart Docker Desktop, or on Windows: wsl --shutdown',
  ),
  LOW_MEMORY: worthKnowing(
    'Three brokers need about 1 GB; short of memory they are slow, or are killed.',
    'Close other programs, or give Docker more memory in its settings.',
  ),
  IMAGE_FOREIGN: worthKnowing(
    'Instructions of another processor are translated one by one, which is slow or hangs.',
    'Pull it anew for this processor: docker compose pull',
  ),
  WINDOWS_DISK: worthKnowing(
    'Files under /mnt are on the Windows side, and every access crosses over: brokers crawl.',
    'Clone again inside Linux, below your home folder.',
  ),
  STALE_ANSWERS: worthKnowing(
    'They are copies of graded files, left by a check that was killed; your own are untouched.',
    'Remove the copies: npm run doctor fix',
  ),
  PROBE_FAILED: worthKnowing(
    'What it looks for may be there or not: the other findings still hold.',
    'Look again: npm run doctor. If it stays, report it with: npm run doctor report',
  ),
}

/** What can be wrong with the brokers. */
export const clusterProblems = {
  ADVERTISED_NAME: blocking(
    'A program asks one broker who leads a partition, and then connects to the name it is told.',
    'Have the broker advertise a name that programs here can resolve (advertised.listeners).',
  ),
  ADVERTISED_SILENT: blocking(
    'A program asks one broker who leads a partition, and then connects to the address it is told.',
    'Have the broker advertise an address where it answers programs here (advertised.listeners).',
  ),
  FOREIGN_DATA: blocking(
    'A broker refuses data of another cluster: records of the two would be mixed.',
    'To delete it and begin afresh: npm run cluster wipe',
  ),
  MAJORITY_LOST: blocking(
    'The metadata has three copies, and two that agree are the truth.',
    'To delete what is left and begin afresh: npm run cluster wipe',
  ),
  BAD_SETTING: blocking(
    'A broker with a setting that it cannot use ends at once.',
    'See what was changed in it: git diff docker-compose.yml',
  ),
  OUT_OF_MEMORY: blocking(
    'A broker that gets less memory than it needs is ended, by Java or by the system.',
    'Close other programs, or raise KAFKA_HEAP_OPTS in docker-compose.yml.',
  ),
  BROKER_DIED: blocking(
    'All three brokers must be there before a lesson starts.',
    'Its last words stand above; the whole log: npm run cluster logs',
  ),
  NOT_READY: blocking(
    'A lesson that starts too early meets errors which are not its subject.',
    'See what the brokers say: npm run cluster logs',
  ),
  CLUSTER_DOWN: worthKnowing(
    'Your own programs find no broker; lessons and checks start them by themselves.',
    'Start it: npm run cluster up',
  ),
  BROKER_AWAY: worthKnowing(
    'What it leads stands still until others take over; the next lesson brings it back.',
    'Bring it back: npm run doctor fix',
  ),
  INTERNAL_TOPICS: worthKnowing(
    'Groups and transactions are kept in them: a first consumer or transaction has to wait.',
    'Wait until they are there: npm run cluster up',
  ),
  LEADERLESS: worthKnowing(
    'Nobody can read or write such a partition until a broker that has a copy is back.',
    'See which brokers have copies: npm run kafka topics -- --describe --unavailable-partitions',
  ),
  FEW_BROKERS: worthKnowing(
    'Three copies need three brokers: a topic that asks for them is refused.',
    'Use a cluster of three brokers or more, or unset KAFKA_BROKERS to use your own.',
  ),
  LEFTOVERS: worthKnowing(
    'A check that was killed could not tidy up; they take room, and nothing uses them.',
    'Delete them: npm run doctor fix',
  ),
}

/** What can keep this machine from a cluster that runs elsewhere: docs/another-cluster.md. */
export const remoteProblems = {
  UNREACHABLE: blocking(
    'KAFKA_BROKERS says where your cluster is, and lessons use no other.',
    'Check KAFKA_BROKERS, and that the cluster it names is running.',
  ),
  MIXED_CLUSTERS: blocking(
    'A program would write to the one and look for it in the other.',
    'Name brokers of one cluster only in KAFKA_BROKERS.',
  ),
  UNRESOLVED: blocking(
    'A broker is found by its name, which this machine has to look up.',
    'Check how it is written, and that this machine can look up such names.',
  ),
  NOT_KAFKA: blocking(
    'What answers there does not speak to clients of Kafka.',
    'Check that KAFKA_BROKERS names the port of a listener for clients.',
  ),
  ADVERTISED: blocking(
    'A program asks one broker who leads a partition, and then connects to the address it is told.',
    'Whoever runs the cluster has to advertise addresses that this machine can reach (advertised.listeners).',
  ),
  TLS_WANTED: blocking(
    'The listener speaks TLS only, and closes on whoever does not.',
    'Set KAFKA_TLS=yes, or KAFKA_CA=ca.pem where no public authority signed its certificate.',
  ),
  NO_TLS: blocking(
    'The listener does not speak TLS.',
    'Unset KAFKA_TLS and KAFKA_CA, or name the port of its TLS listener.',
  ),
  CERTIFICATE_UNTRUSTED: blocking(
    'Whoever stands in between could show a certificate of their own making.',
    'Ask whoever runs the cluster for the certificate of the signer, and set KAFKA_CA to that file.',
  ),
  CERTIFICATE_NAME: blocking(
    'A certificate proves the names that stand in it, and no others.',
    'Use a name that the certificate holds, or have whoever runs the cluster add this one to it.',
  ),
  CERTIFICATE_DATE: blocking(
    'A certificate proves something between two dates only.',
    'Check the clock of this machine; if that is right, whoever runs the cluster has to renew it.',
  ),
  CLIENT_CERTIFICATE: blocking(
    'The listener wants a certificate from those who connect.',
    'The workbook has none to show. Name the port of a listener where users log in by password.',
  ),
  SASL_WANTED: blocking(
    'The listener lets nobody in who does not log in.',
    'Set KAFKA_USERNAME, KAFKA_PASSWORD and, unless it is scram-sha-256, KAFKA_SASL_MECHANISM.',
  ),
  NO_SASL: blocking(
    'The listener knows no logins.',
    'Unset KAFKA_USERNAME and KAFKA_PASSWORD, or name the port of a listener that wants them.',
  ),
  SASL_MECHANISM: blocking(
    'A listener names the ways to log in that it takes.',
    'Set KAFKA_SASL_MECHANISM to one of those.',
  ),
  LOGIN_REFUSED: blocking(
    'The brokers know no such user with such a password.',
    'Check KAFKA_USERNAME and KAFKA_PASSWORD.',
  ),
  BAD_CONNECTION: blocking(
    'The settings do not fit together.',
    'How they belong together: docs/another-cluster.md',
    USAGE,
  ),
  NOT_ALLOWED: blocking(
    'Lessons make topics and groups, read and write them, and delete them again.',
    'Ask whoever runs the cluster: docs/another-cluster.md says how they are given. If your names are to begin with another name, set WORKBOOK_LEARNER to it.',
  ),
}

export const problems = {
  ...commandProblems,
  ...classProblems,
  ...machineProblems,
  ...clusterProblems,
  ...remoteProblems,
}

export type ProblemCode = keyof typeof problems
/** What the doctor can find. */
export type AilmentCode =
  | keyof typeof machineProblems
  | keyof typeof clusterProblems
  | keyof typeof remoteProblems
