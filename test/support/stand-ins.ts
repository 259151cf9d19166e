// What other versions of Java and Docker print, word for word, for machines that do not have them.
import { existsSync } from 'node:fs'
import { whereIs } from './path.ts'

// With nothing but the shell itself, for there is nothing else on their path.
function printing(output: string, { to = 1, code = 0 } = {}): string {
  return `printf '%s\\n' '${output.replaceAll("'", "'\\''")}' >&${to}\nexit ${code}`
}

export const java11 = printing(
  `openjdk version "11.0.27" 2025-04-15
OpenJDK Runtime Environment (build 11.0.27+6-post-Debian-1deb11u1)
OpenJDK 64-Bit Server VM (build 11.0.27+6-post-Debian-1deb11u1, mixed mode, sharing)`,
  { to: 2 },
)

export const java8 = printing(
  `java version "1.8.0_392"
Java(TM) SE Runtime Environment (build 1.8.0_392-b08)
Java HotSpot(TM) 64-Bit Server VM (build 25.392-b08, mixed mode)`,
  { to: 2 },
)

/** What macOS has in the place of Java until one is installed. */
export const noJavaOnMac = printing(
  `The operation couldn’t be completed. Unable to locate a Java Runtime.
Please visit http://www.java.com for information on installing Java.
`,
  { to: 2, code: 1 },
)

/** Docker 20.10.3: its seccomp profile stops the scripts of the Kafka image. */
export const oldDocker = printing('20.10.3')

/** A Docker 28 that answers, without its compose plugin. */
export const dockerWithoutCompose = `if [ "$1" = version ]; then echo 28.2.2; exit 0; fi
${printing("docker: unknown command: docker compose\n\nRun 'docker --help' for more information", { to: 2, code: 1 })}`

/** docker-compose 1.29, a Python program, with Python 3.12. */
export const brokenCompose = printing(
  `Traceback (most recent call last):
  File "/usr/bin/docker-compose", line 33, in <module>
ModuleNotFoundError: No module named 'distutils'`,
  { to: 2, code: 1 },
)

/** A user outside the docker group: the real client where there is one, and an engine to refuse. */
export const deniedDocker = canBeRefused()
  ? `exec ${whereIs('setpriv')} --reuid=65534 --regid=65534 --clear-groups ${whereIs('docker')} "$@"`
  : printing(
      `WARNING: Error loading config file: open /home/ann/.docker/config.json: permission denied
permission denied while trying to connect to the Docker daemon socket at unix:///var/run/docker.sock: Get "http://%2Fvar%2Frun%2Fdocker.sock/v1.50/version": dial unix /var/run/docker.sock: connect: permission denied`,
      { to: 2, code: 1 },
    )

/** An engine that is not running: the real client where there is one. */
export const downDocker = whereIs('docker')
  ? `DOCKER_HOST=unix:///nonexistent exec ${whereIs('docker')} "$@"`
  : printing(
      'Cannot connect to the Docker daemon at unix:///nonexistent. Is the docker daemon running?',
      { to: 2, code: 1 },
    )

/** An engine that is down, asked by someone who may not read the client's own configuration. */
export const downAndWarningDocker = printing(
  `WARNING: Error loading config file: open /home/ann/.docker/config.json: permission denied
Cannot connect to the Docker daemon at unix:///nonexistent. Is the docker daemon running?`,
  { to: 2, code: 1 },
)

function canBeRefused(): boolean {
  const isRoot = process.getuid?.() === 0
  const hasEngine = whereIs('docker') !== undefined && existsSync('/var/run/docker.sock')
  return isRoot && hasEngine && whereIs('setpriv') !== undefined
}
