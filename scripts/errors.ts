const SERVER = 3
const USAGE = 2

/** What can go wrong around a learner's work: the exit code and the one remedy of each. */
const problems = {
  UNKNOWN_COMMAND: [USAGE, 'Run "npm run help" to see the commands.'],
  UNKNOWN_LESSON: [USAGE, 'Run "npm run lesson" to see the lessons.'],
  BAD_USAGE: [USAGE, 'Run "npm run help" to see how it is used.'],
  FLAG_SWALLOWED: [USAGE, 'npm keeps every flag that stands before "--" for itself.'],
  BAD_PORTS: [
    USAGE,
    'Give the first three or four digits of the ports, such as WORKBOOK_PORTS=2909.',
  ],
  BAD_LAUNCHER: [USAGE, 'Set WORKBOOK_CLUSTER to compose, native or remote, or leave it unset.'],
  NO_ANSWER: [USAGE, 'Name the file that holds your answer: npm run check 1 file my-answer.ts'],
  BAD_PROGRESS: [USAGE, 'Give a file that "npm run progress export" has written.'],
  NO_EXERCISE: [USAGE, 'Run "npm run lesson" to see which lessons there are.'],
  BAD_LESSON_FILE: [SERVER, 'Mend the file named above.'],
  NOT_HERE: [USAGE, 'Ask whoever runs that cluster, or unset KAFKA_BROKERS to use your own.'],
  NO_RUNTIME: [SERVER, 'Install Docker, or Java 17 or newer together with Maven.'],
  NO_JAVA: [SERVER, 'Install Java 17 or newer, or set JAVA_HOME to where it is.'],
  OLD_JAVA: [SERVER, 'Install Java 17 or newer, or set JAVA_HOME to where it is.'],
  NO_MAVEN: [SERVER, 'Install Maven (mvn), or set KAFKA_HOME to an unpacked Kafka.'],
  MAVEN_FAILED: [SERVER, 'Check the network and your Maven settings, then try again.'],
  BAD_KAFKA_HOME: [SERVER, 'Set KAFKA_HOME to the folder that holds bin/ and libs/, or unset it.'],
  NEEDS_WSL: [SERVER, 'Use WSL 2 (wsl --install) or Docker Desktop.'],
  NO_DOCKER: [SERVER, 'Install Docker, or unset WORKBOOK_CLUSTER to use Java instead.'],
  DOCKER_DOWN: [SERVER, 'Start Docker (Docker Desktop, or: sudo systemctl start docker).'],
  DOCKER_DENIED: [
    SERVER,
    'Add yourself to the docker group (sudo usermod -aG docker $USER) and log in again.',
  ],
  OLD_DOCKER: [SERVER, 'Update Docker to 20.10.4 or newer.'],
  NO_COMPOSE: [SERVER, 'Install the Docker Compose plugin (docker-compose-plugin).'],
  IMAGE_MISSING: [
    SERVER,
    'Check the network, or run the brokers without Docker: WORKBOOK_CLUSTER=native',
  ],
  COMPOSE_FAILED: [SERVER, 'Its last words stand above. Then try again.'],
  OTHER_CLONE: [SERVER, 'Give this clone a name and ports of its own.'],
  PORT_TAKEN: [SERVER, 'Choose other ports for this clone, such as WORKBOOK_PORTS=2909.'],
  FOREIGN_DATA: [SERVER, 'To delete it and begin afresh: npm run cluster wipe'],
  MAJORITY_LOST: [SERVER, 'To delete what is left and begin afresh: npm run cluster wipe'],
  DISK_FULL: [SERVER, 'Free at least 500 MB there, or set WORKBOOK_STATE to a folder elsewhere.'],
  READ_ONLY: [SERVER, 'Make it writable, or set WORKBOOK_STATE to a folder that is.'],
  BAD_FOLDER: [SERVER, 'Set WORKBOOK_STATE to a folder without that character.'],
  BROKER_DIED: [SERVER, 'Its last words stand above; the whole log: npm run cluster logs'],
  NOT_READY: [SERVER, 'See what the brokers say: npm run cluster logs'],
  CLUSTER_DOWN: [SERVER, 'Start it: npm run cluster up'],
  UNREACHABLE: [SERVER, 'Check KAFKA_BROKERS, and that the cluster it names is running.'],
  NEWER_STATE: [SERVER, 'Update this clone (git pull), or set WORKBOOK_STATE to another folder.'],
  NOT_YOURS: [SERVER, 'End it as the user who started it.'],
} as const

export type ProblemCode = keyof typeof problems

/** A problem that a person can solve: what happened, and the one thing to try next. */
export class WorkbookError extends Error {
  readonly code: ProblemCode
  readonly exitCode: number
  readonly remedy: string

  /** `remedy` replaces the standing one where the exact command to type is known. */
  constructor(
    code: ProblemCode,
    message: string,
    options: ErrorOptions & { remedy?: string } = {},
  ) {
    super(message, options)
    this.code = code
    this.exitCode = problems[code][0]
    this.remedy = options.remedy ?? problems[code][1]
  }
}

/** Turns what Node or the lock reports into words for people; leaves unknown errors as they are. */
export function explained(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof WorkbookError) return error
  const { code, path, syscall } = error as NodeJS.ErrnoException
  // Windows keeps ranges of ports for itself.
  if (syscall === 'listen') {
    return new WorkbookError('PORT_TAKEN', `A port cannot be used: ${error.message}.`, {
      cause: error,
    })
  }
  const place = path ? ` (${path})` : ''
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new WorkbookError('DISK_FULL', `The disk is full${place}.`, { cause: error })
    case 'EROFS':
    case 'EACCES':
    case 'EPERM':
      return new WorkbookError('READ_ONLY', `A file could not be written${place}.`, {
        cause: error,
      })
    case 'BAD_PORTS':
      return new WorkbookError('BAD_PORTS', error.message, { cause: error })
    default:
      return error
  }
}
