import { existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { stopAt, WorkbookError } from '../../errors.ts'
import { projectRoot } from '../../state/index.ts'
import type { Report } from '../../terminal/index.ts'
import { ownershipArguments } from '../ownership.ts'
import { javaEnvironment } from './java.ts'

const pom = join(projectRoot, 'scripts', 'cluster', 'native', 'pom.xml')

/** The folder with Kafka's jars: the one of KAFKA_HOME, or one that Maven fills once. */
export async function provideJars(
  release: string,
  place: { folder: string; home: string },
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<string> {
  if (env.KAFKA_HOME) {
    stopAt(badKafkaHome(env.KAFKA_HOME))
    return join(env.KAFKA_HOME, 'libs')
  }
  const jars = join(place.folder, 'jars')
  if (!existsSync(jars)) await fetchJars(release, { jars, home: place.home }, env, report)
  return jars
}

/** The jars of a folder in a fixed order: a class archive holds for one class path only. */
export function listJars(folder: string): string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.jar') && !/-(sources|javadoc|test)\.jar$/.test(file))
    .sort()
}

/** The release that a folder of jars holds. */
export function releaseOf(jars: readonly string[]): string | undefined {
  return jars.map((jar) => /^kafka_2\.13-(.+)\.jar$/.exec(jar)?.[1]).find(Boolean)
}

/** Says when KAFKA_HOME holds no Kafka. */
export function badKafkaHome(kafkaHome: string): WorkbookError | undefined {
  const libs = join(kafkaHome, 'libs')
  if (existsSync(libs) && releaseOf(listJars(libs))) return undefined
  return new WorkbookError('BAD_KAFKA_HOME', `KAFKA_HOME is ${kafkaHome}, which holds no Kafka.`)
}

/** Says when Maven is not there to fetch Kafka. */
export async function missingMaven(env: NodeJS.ProcessEnv): Promise<WorkbookError | undefined> {
  const { execa } = await import('execa')
  const { code } = await execa('mvn', ['-v'], { env, extendEnv: false, reject: false })
  return code === 'ENOENT' ? noMaven() : undefined
}

function noMaven(): WorkbookError {
  return new WorkbookError(
    'NO_MAVEN',
    'Java is here, but Maven (mvn), which fetches Kafka, is not.',
  )
}

async function fetchJars(
  release: string,
  { jars, home }: { jars: string; home: string },
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<void> {
  const { execa } = await import('execa')
  const draft = `${jars}.${process.pid}.tmp`
  mkdirSync(draft, { recursive: true })
  const fetched = report.step(`Fetching Kafka ${release} with Maven, once`)
  const args = [
    '-B',
    '-q',
    '-Dstyle.color=never',
    '-f',
    pom,
    `-Dkafka.version=${release}`,
    'dependency:copy-dependencies',
    `-DoutputDirectory=${draft}`,
    ...ownershipArguments(home, 'maven'),
  ]
  const result = await execa('mvn', args, {
    env: javaEnvironment(env),
    extendEnv: false,
    stdin: 'ignore',
    reject: false,
    all: true,
  })
  if (result.code === 'ENOENT') throw noMaven()
  if (result.failed) {
    const said = complaints(result.all ?? '')
    throw new WorkbookError('MAVEN_FAILED', `Maven could not fetch Kafka ${release}:\n${said}`, {
      cause: result,
    })
  }
  rmSync(jars, { recursive: true, force: true })
  renameSync(draft, jars)
  fetched(`${listJars(jars).length} files`)
}

// Maven says the cause first, then pages of advice on how to ask it for more.
function complaints(output: string): string {
  const lines = output.split('\n').filter((line) => /\[(ERROR|FATAL)\] ./.test(line))
  return lines.slice(0, 5).join('\n') || output.slice(-500)
}
