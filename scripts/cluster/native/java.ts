import { join } from 'node:path'
import { WorkbookError } from '../../errors.ts'

const OLDEST = 17
const ANSWER_TIMEOUT_MS = 20_000

export type JavaSearch =
  | { readonly kind: 'found'; readonly command: string; readonly version: string }
  | { readonly kind: 'old'; readonly command: string; readonly version: string }
  | { readonly kind: 'none'; readonly command: string }

/** Looks for a Java that can run Kafka: the one in JAVA_HOME, else the one on the path. */
export async function findJava(env: NodeJS.ProcessEnv): Promise<JavaSearch> {
  const command = env.JAVA_HOME ? join(env.JAVA_HOME, 'bin', 'java') : 'java'
  const { execa } = await import('execa')
  const { stderr, failed } = await execa(command, ['-version'], {
    env,
    reject: false,
    timeout: ANSWER_TIMEOUT_MS,
  })
  const version = /version "([^"]+)"/.exec(stderr ?? '')?.[1]
  if (failed || !version) return { kind: 'none', command }
  // "17.0.15", "25", and before Java 9 "1.8.0_392"
  const major = Number(version.replace(/^1\./, '').split(/[.\-+]/)[0])
  return { kind: major < OLDEST ? 'old' : 'found', command, version }
}

/** The same, but fails when there is none. */
export async function requireJava(
  env: NodeJS.ProcessEnv,
): Promise<{ command: string; version: string }> {
  const java = await findJava(env)
  if (java.kind === 'found') return java
  throw javaProblem(java)
}

/** Says what is wrong with the Java that was found, or that none was. */
export function javaProblem(java: Exclude<JavaSearch, { kind: 'found' }>): WorkbookError {
  return java.kind === 'old'
    ? new WorkbookError(
        'OLD_JAVA',
        `Kafka needs Java ${OLDEST} or newer; "${java.command}" is Java ${java.version}.`,
      )
    : new WorkbookError('NO_JAVA', `No Java was found ("${java.command}" does not run).`)
}

/** The environment for Java processes: file names are UTF-8, whatever the terminal says. */
export function javaEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return process.platform === 'linux' ? { ...env, LC_ALL: 'C.UTF-8' } : env
}
