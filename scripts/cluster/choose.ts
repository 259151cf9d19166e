import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { stopAt, WorkbookError } from '../errors.ts'
import { openStateFolder, projectRoot } from '../state/index.ts'
import type { Cluster } from './cluster.ts'
import { type ClusterDefinition, readDefinition } from './definition/definition.ts'
import type { Launcher, LauncherName } from './launcher.ts'
import type { FindOther } from './local-brokers.ts'
import { LocalCluster } from './local-cluster.ts'
import { findOwnProcesses } from './native/processes.ts'
import { unsuitableSystem } from './native/system.ts'

// Loaded where it is needed: every command pays for what it loads.
const engine = () => import('./compose/engine.ts')
const java = () => import('./native/java.ts')

const names: readonly LauncherName[] = ['compose', 'native', 'remote']

/**
 * The cluster for this environment: the one WORKBOOK_CLUSTER forces, else the remote one that
 * KAFKA_BROKERS names, else the brokers that already run or have data here, else Docker's, else
 * plain processes. Nothing is written unless `folderOf` makes the state folder, as it does by itself.
 */
export async function chooseCluster(
  env: NodeJS.ProcessEnv,
  folderOf: (env: NodeJS.ProcessEnv) => string = openStateFolder,
): Promise<Cluster> {
  const forced = env.WORKBOOK_CLUSTER
  if (forced && !names.includes(forced as LauncherName)) {
    throw new WorkbookError('BAD_LAUNCHER', `WORKBOOK_CLUSTER is "${forced}".`)
  }
  if (forced === 'remote' || (!forced && env.KAFKA_BROKERS)) {
    const { RemoteCluster } = await import('./remote/cluster.ts')
    return new RemoteCluster(env)
  }
  const home = folderOf(env)
  const definition = readDefinition(join(projectRoot, 'docker-compose.yml'), env)
  const launcherOf = (name: 'compose' | 'native'): Promise<Launcher> =>
    createLauncher(name, definition, home, env)
  if (forced) {
    await requireLauncher(forced as 'compose' | 'native', env)
    return new LocalCluster(await launcherOf(forced as 'compose' | 'native'), env, noOther)
  }
  const name = await chooseLauncher(home, env)
  const findOther = name === 'native' ? noOther : nativeInstead(() => launcherOf('native'), env)
  return new LocalCluster(await launcherOf(name), env, findOther)
}

const noOther: FindOther = async () => undefined

// Docker is there, but the image cannot be had: nobody asked for Docker, so Java will do.
function nativeInstead(createNative: () => Promise<Launcher>, env: NodeJS.ProcessEnv): FindOther {
  return async (problem, report) => {
    const missing = problem instanceof WorkbookError && problem.code === 'IMAGE_MISSING'
    if (!missing || (await (await java()).findJava(env)).kind !== 'found') return undefined
    report.note(`${problem.message}\nRunning the brokers with Java instead.`)
    return createNative()
  }
}

async function createLauncher(
  name: 'compose' | 'native',
  definition: ClusterDefinition,
  home: string,
  env: NodeJS.ProcessEnv,
): Promise<Launcher> {
  if (name === 'native') {
    const { NativeLauncher } = await import('./native/launcher.ts')
    return new NativeLauncher(definition, home, env)
  }
  const { ComposeLauncher } = await import('./compose/launcher.ts')
  return new ComposeLauncher(definition, { projectRoot, home }, env)
}

async function chooseLauncher(home: string, env: NodeJS.ProcessEnv): Promise<'compose' | 'native'> {
  if ((await findOwnProcesses(home)).length > 0) return 'native'
  // Brokers that keep their data here are not left behind for Docker.
  const hasData = existsSync(join(home, 'broker-1'))
  if (hasData && (await (await java()).findJava(env)).kind === 'found') return 'native'
  const docker = await (await engine()).findEngine(env)
  if (docker.kind === 'found') return 'compose'
  const unsuitable = unsuitableSystem(process.platform)
  if (unsuitable) throw docker.kind === 'unusable' ? docker.problem : unsuitable
  const { findJava, javaProblem } = await java()
  const found = await findJava(env)
  if (found.kind === 'found') return 'native'
  if (docker.kind === 'unusable') throw docker.problem
  if (found.kind === 'old') throw javaProblem(found)
  throw new WorkbookError('NO_RUNTIME', 'Neither Docker nor Java was found on this machine.')
}

async function requireLauncher(name: 'compose' | 'native', env: NodeJS.ProcessEnv): Promise<void> {
  if (name === 'compose') {
    await (await engine()).requireEngine(env)
    return
  }
  stopAt(unsuitableSystem(process.platform))
}
