import { once } from 'node:events'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { stopAt, WorkbookError } from '../../errors.ts'
import type { BrokerDefinition, ClusterDefinition } from '../definition/definition.ts'
import { ownershipArguments } from '../ownership.ts'
import { takenPort } from '../ports/free.ts'
import { roleOf, wantedProperties } from './conditions.ts'
import { doorPorts } from './environment.ts'
import { keepLogSmall } from './folder.ts'
import { formatDataFolder } from './format.ts'
import { jvmArguments, startJava } from './jvm.ts'
import { filesOf } from './layout.ts'
import { formatLogging } from './logging.ts'
import type { Toolchain } from './toolchain.ts'

/** Starts a broker's process, on a data folder that is formatted if it is new. */
export async function launchBroker(
  toolchain: Toolchain,
  definition: ClusterDefinition,
  home: string,
  broker: BrokerDefinition,
): Promise<void> {
  stopAt(await takenPort([...doorPorts(definition, broker).values()]))
  const files = filesOf(home, broker.id)
  mkdirSync(files.folder, { recursive: true })
  formatDataFolder({
    folder: files.data,
    nodeId: broker.id,
    clusterId: definition.clusterId,
    checkpoint: toolchain.checkpoint,
  })
  writeFileSync(files.properties, wantedProperties(definition, home, broker))
  writeFileSync(files.logging, formatLogging(broker.environment))
  rmSync(files.stopMark, { force: true })
  keepLogSmall(files.log)
  const child = startJava(
    toolchain,
    [
      ...ownershipArguments(home, roleOf(broker.id)),
      ...jvmArguments(toolchain, broker.environment, files.logging),
      'kafka.Kafka',
      files.properties,
    ],
    files.log,
  )
  await once(child, 'spawn').catch((error) => {
    throw new WorkbookError('NO_JAVA', `${toolchain.java} does not run.`, { cause: error })
  })
}
