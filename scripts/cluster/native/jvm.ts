import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, openSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { projectRoot } from '../../state/index.ts'
import { javaEnvironment } from './java.ts'
import type { Toolchain } from './toolchain.ts'

const toolLogging = join(projectRoot, 'scripts', 'cluster', 'native', 'tools-log4j2.yaml')

/**
 * The JVM arguments that a broker's environment and this toolchain ask for. `logging` is a log4j
 * configuration file; without one Java logs as Kafka's tools do.
 */
export function jvmArguments(
  toolchain: Pick<Toolchain, 'jars' | 'archive'>,
  environment: Readonly<Record<string, string>>,
  logging = toolLogging,
): string[] {
  const { KAFKA_HEAP_OPTS, KAFKA_JVM_PERFORMANCE_OPTS, KAFKA_OPTS, CLASSPATH } = environment
  return [
    ...words(KAFKA_HEAP_OPTS),
    ...words(KAFKA_JVM_PERFORMANCE_OPTS),
    ...words(KAFKA_OPTS),
    ...(existsSync(toolchain.archive)
      ? [`-XX:SharedArchiveFile=${toolchain.archive}`, '-Xlog:disable', '-Xlog:all=error:stderr']
      : []),
    `-Dlog4j2.configurationFile=${logging}`,
    '-cp',
    // Bare file names, found from the jars' own folder: no character of a path can split them.
    // What Kafka's own scripts would find in CLASSPATH comes last, so that the archive still fits.
    [...toolchain.jars, ...(CLASSPATH ? [CLASSPATH] : [])].join(delimiter),
  ]
}

/** Starts Java in the folder of the jars, apart from this process, which it will outlive. */
export function startJava(
  toolchain: Pick<Toolchain, 'java' | 'jarsFolder'>,
  args: readonly string[],
  logFile: string,
): ChildProcess {
  const log = openSync(logFile, 'a')
  try {
    const child = spawn(toolchain.java, args, {
      cwd: toolchain.jarsFolder,
      env: javaEnvironment(process.env),
      detached: true,
      stdio: ['ignore', log, log],
    })
    child.unref()
    return child
  } finally {
    closeSync(log)
  }
}

function words(text = ''): string[] {
  return text.split(/\s+/).filter(Boolean)
}
