import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDefinition } from '../../scripts/cluster/definition/definition.ts'
import { jvmArguments, startJava } from '../../scripts/cluster/native/jvm.ts'
import { filesOf } from '../../scripts/cluster/native/layout.ts'
import { knownToolchain } from '../../scripts/cluster/native/toolchain.ts'
import { ownershipArguments } from '../../scripts/cluster/ownership.ts'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { ask, metadata } from '../../scripts/wire/index.ts'
import type { Clone } from './clone.ts'

/** Starts a broker that was stopped with changed properties, as somebody else might, and waits. */
export async function relaunch(
  clone: Clone,
  id: number,
  change: (properties: string) => string,
): Promise<void> {
  const definition = readDefinition(join(clone.folder, 'docker-compose.yml'), clone.env)
  const toolchain = knownToolchain(definition, clone.home, clone.env)
  const broker = definition.brokers.find((one) => one.id === id)
  if (!toolchain || !broker) throw new Error(`kafka-${id} has never run`)
  const files = filesOf(clone.home, id)
  const changed = join(files.folder, 'changed.properties')
  writeFileSync(changed, change(readFileSync(files.properties, 'utf8')))
  const jvm = jvmArguments(toolchain, broker.environment, files.logging)
  const marks = ownershipArguments(clone.home, `broker-${id}`)
  startJava(toolchain, [...marks, ...jvm, 'kafka.Kafka', changed], files.log)
  await waitUntil({
    what: `${broker.name} to be let in`,
    look: () =>
      ask(broker.address, metadata, 1500).then(
        (seen) => seen.brokers,
        () => [],
      ),
    done: (brokers) => brokers.some((one) => one.id === id),
    timeoutMs: 120_000,
  })
}
