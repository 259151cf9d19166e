// What the machine lacks is said in two lines: what it is, and the one thing to do.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Clone, makeClone } from '../support/clone.ts'
import { makePrograms } from '../support/path.ts'
import * as standIn from '../support/stand-ins.ts'

let clone: Clone

beforeAll(async () => {
  clone = await makeClone({ bare: true })
})

afterAll(() => clone[Symbol.asyncDispose]())

const startDocker = 'Start Docker (Docker Desktop, or: sudo systemctl start docker).'
const joinDocker =
  'Add yourself to the docker group (sudo usermod -aG docker $USER) and log in again.'
const installJava = 'Install Java 17 or newer, or set JAVA_HOME to where it is.'
const installMaven = 'Install Maven (mvn), or set KAFKA_HOME to an unpacked Kafka.'
const updateDocker = 'Update Docker to 20.10.4 or newer.'
const installCompose = 'Install the Docker Compose plugin (docker-compose-plugin).'

interface Machine {
  readonly real?: readonly string[]
  readonly standIns?: Readonly<Record<string, string>>
}

async function runOn(
  { real = [], standIns = {} }: Machine,
  words: readonly string[],
  env: NodeJS.ProcessEnv,
) {
  using programs = makePrograms(real, standIns)
  return await clone.run(words, { PATH: programs.path, JAVA_HOME: undefined, ...env })
}

const docker = (script: string): Machine => ({ standIns: { docker: script } })

describe.each<[string, NodeJS.ProcessEnv, [string, Machine, string, string][]]>([
  [
    'nothing chosen',
    { WORKBOOK_CLUSTER: undefined },
    [
      [
        'with nothing at all',
        {},
        'Neither Docker nor Java',
        'Install Docker, or Java 17 or newer together with Maven.',
      ],
      [
        'with Java 11',
        { standIns: { java: standIn.java11 } },
        '"java" is Java 11.0.27',
        installJava,
      ],
      ['with Java 17, without Maven', { real: ['java'] }, 'Maven (mvn)', installMaven],
      [
        'with a Docker that is down',
        docker(standIn.downDocker),
        'Docker does not answer',
        startDocker,
      ],
      [
        'with a Docker that refuses',
        docker(standIn.deniedDocker),
        'refuses to talk to this user',
        joinDocker,
      ],
      ['with Docker 20.10.3', docker(standIn.oldDocker), 'Docker 20.10.3 cannot', updateDocker],
      [
        'without compose',
        docker(standIn.dockerWithoutCompose),
        'no Docker Compose',
        installCompose,
      ],
    ],
  ],
  [
    'native chosen',
    { WORKBOOK_CLUSTER: 'native' },
    [
      ['without Java', {}, 'No Java was found', installJava],
      [
        'with the stand-in of macOS',
        { standIns: { java: standIn.noJavaOnMac } },
        'No Java was found',
        installJava,
      ],
      [
        'with Java 11',
        { standIns: { java: standIn.java11 } },
        '"java" is Java 11.0.27',
        installJava,
      ],
      [
        'with Java 8',
        { standIns: { java: standIn.java8 } },
        '"java" is Java 1.8.0_392',
        installJava,
      ],
      ['without Maven', { real: ['java'] }, 'Maven (mvn)', installMaven],
    ],
  ],
  [
    'compose chosen',
    { WORKBOOK_CLUSTER: 'compose' },
    [
      [
        'without Docker',
        { real: ['java'] },
        'Docker is not installed',
        'Install Docker, or unset WORKBOOK_CLUSTER to use Java instead.',
      ],
      [
        'with a Docker that is down',
        docker(standIn.downDocker),
        'Docker does not answer',
        startDocker,
      ],
      [
        'and an unreadable configuration',
        docker(standIn.downAndWarningDocker),
        'Docker does not answer',
        startDocker,
      ],
      [
        'with a Docker that refuses',
        docker(standIn.deniedDocker),
        'refuses to talk to this user',
        joinDocker,
      ],
      ['with Docker 20.10.3', docker(standIn.oldDocker), 'Docker 20.10.3 cannot', updateDocker],
      [
        'without compose',
        docker(standIn.dockerWithoutCompose),
        'no Docker Compose',
        installCompose,
      ],
      [
        'with a compose that does not run',
        {
          standIns: {
            docker: standIn.dockerWithoutCompose,
            'docker-compose': standIn.brokenCompose,
          },
        },
        "docker-compose version failed: ModuleNotFoundError: No module named 'distutils'",
        'Mend what it names, then try again: docker-compose version',
      ],
    ],
  ],
])('with %s', (_, env, cases) => {
  test.each(cases)('%s: exit 3 and one remedy', async (_case, machine, what, remedy) => {
    const { code, stderr } = await runOn(machine, ['lesson', '1'], env)
    expect(code, stderr).toBe(3)
    // A step that was begun before has a line of its own.
    const said = stderr
      .trim()
      .split('\n')
      .filter((line) => !line.includes('.....'))
    expect(said).toEqual([expect.stringContaining(what), remedy])
  })
})
