import { join } from 'node:path'
import { execa } from 'execa'
import { requireEngine } from '../../scripts/cluster/compose/engine.ts'
import { readDefinition } from '../../scripts/cluster/definition/definition.ts'
import { provideToolchain } from '../../scripts/cluster/native/toolchain.ts'
import { openStateFolder, projectRoot } from '../../scripts/state/index.ts'
import { silent } from '../../scripts/terminal/index.ts'
import { type Clone, makeClone } from './clone.ts'
import { cleanEnvironment } from './environment.ts'
import { nodeFolder } from './node-binary.ts'

/** The pinned image where Docker has it, else one that stands in for it; made when missing. */
export async function provideImage(): Promise<string> {
  const definition = readDefinition(join(projectRoot, 'docker-compose.yml'), {})
  const pinned = await execa('docker', ['image', 'inspect', definition.image], { reject: false })
  if (!pinned.failed) return definition.image
  // The same Java as everywhere, or Kafka is prepared anew, and under those who use it.
  const env = cleanEnvironment({})
  const { jarsFolder } = await provideToolchain(definition, openStateFolder({}), env, silent)
  const image = `workbook-kafka-standin:${definition.release}`
  const build = join(projectRoot, 'test', 'standin-image', 'build.sh')
  await execa(build, [jarsFolder, image], { stdio: ['ignore', 'inherit', 'inherit'] })
  return image
}

/** An image that stands in for Node's own: Node 22 and npm on the Debian of `provideImage`. */
export async function provideNodeImage(): Promise<string> {
  const image = 'workbook-node-standin:22'
  const build = join(projectRoot, 'test', 'standin-node', 'build.sh')
  const node = join(await nodeFolder(22), 'node')
  await execa(build, [node, image], { stdio: ['ignore', 'inherit', 'inherit'] })
  return image
}

/** A clone that runs its brokers in containers of a project of its own. */
export async function makeComposeClone(
  image: string,
  more: NodeJS.ProcessEnv = {},
  name = `workbook-test-${process.pid}-${projects++}`,
): Promise<Clone> {
  const clone = await makeClone({
    name,
    env: { WORKBOOK_CLUSTER: 'compose', KAFKA_IMAGE: image, ...more },
  })
  return {
    ...clone,
    async [Symbol.asyncDispose]() {
      await clone.run(['cluster', 'wipe', 'yes'])
      await clone[Symbol.asyncDispose]()
    },
  }
}

let projects = 0

/** What Docker prints, one line an item. */
export async function docker(...args: string[]): Promise<string[]> {
  const { stdout } = await execa('docker', args)
  return stdout.split('\n').filter(Boolean)
}

/** Runs Docker Compose by hand in a folder; gives all that it prints. */
export async function compose(
  { folder, env }: Pick<Clone, 'folder' | 'env'>,
  ...args: string[]
): Promise<string> {
  const [program, ...first] = await requireEngine(process.env)
  const { all } = await execa(program, [...first, ...args], { cwd: folder, env, all: true })
  return all
}

/** The ids of a folder's containers, of one service or of all; with `ended`, also of those. */
export function containersOf(
  { folder }: Pick<Clone, 'folder'>,
  service?: string,
  { ended = false } = {},
): Promise<string[]> {
  const labels = [`project.working_dir=${folder}`, ...(service ? [`service=${service}`] : [])]
  const filters = labels.flatMap((label) => ['--filter', `label=com.docker.compose.${label}`])
  return docker('ps', '-q', ...(ended ? ['-a'] : []), ...filters)
}
