import { join } from 'node:path'
import { readDefinition } from '../../scripts/cluster/definition/definition.ts'
import type { Launcher } from '../../scripts/cluster/launcher.ts'
import { NativeLauncher } from '../../scripts/cluster/native/launcher.ts'
import type { Clone } from './clone.ts'

/** The brokers of a clone, called from this process instead of through its commands. */
export function createNativeCluster(clone: Clone): Launcher {
  const definition = readDefinition(join(clone.folder, 'docker-compose.yml'), clone.env)
  return new NativeLauncher(definition, clone.home, clone.env)
}
