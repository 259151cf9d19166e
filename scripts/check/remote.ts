import type { Lesson } from '../catalog/index.ts'
import type { Cluster } from '../cluster/index.ts'
import { WorkbookError } from '../errors.ts'
import { loadCheck } from './load.ts'

/** Refuses a lesson that takes brokers away where the brokers are somebody else's. */
export async function refuseRemote(lesson: Lesson, cluster: Cluster): Promise<void> {
  if (cluster.launcher !== 'remote') return
  const { takesBrokers } = await loadCheck(lesson)
  if (!takesBrokers) return
  throw new WorkbookError(
    'NOT_HERE',
    `Lesson ${lesson.number} takes brokers away and brings them back. KAFKA_BROKERS names a cluster that is not this clone's, and others may be using it.`,
  )
}
