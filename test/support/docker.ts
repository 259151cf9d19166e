import { join } from 'node:path'
import { execa } from 'execa'
import { readDefinition } from '../../scripts/cluster/definition/definition.ts'
import { provideToolchain } from '../../scripts/cluster/native/toolchain.ts'
import { openStateFolder, projectRoot } from '../../scripts/state/index.ts'
import { silent } from '../../scripts/terminal/index.ts'
import { type Clone, makeClone } from './clone.ts'

/** The pinned image where Docker has it, else one that stands in for it; made when missing. */
export async function provideImage(): Promise<string> {
  const definition = readDefinition(join(projectRoot, 'docker-compose.yml'), {})
  const pinned = await execa('docker', ['image', 'inspect', definition.image], { reject: false })
  if (!pinned.failed) return definition.image
  const { jarsFolder } = await provideToolchain(definition, openStateFolder({}), {}, silent)
  const image = `workbook-kafka-standin:${definition.release}`
  const build = join(projectRoot, 'test', 'standin-image', 'build.sh')
  await execa(build, [jarsFolder, image], { stdio: ['ignore', 'inherit', 'inherit'] })
  return image
}

/** A clone that runs its brokers in containers of a project of its own. */
export async function makeComposeClone(image: string): Promise<Clone> {
  const clone = await makeClone({
    name: `workbook-test-${process.pid}-${projects++}`,
    env: { WORKBOOK_CLUSTER: 'compose', KAFKA_IMAGE: image },
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
