import { type Cluster, chooseCluster } from '../../cluster/index.ts'
import { WorkbookError } from '../../errors.ts'
import type { ClusterDoor } from '../server/workings.ts'
import { ClusterFeed } from './feed.ts'
import { newestRecords } from './newest-records.ts'
import { type Snapshot, takeSnapshot } from './snapshot.ts'

/** What pages see of the cluster of this environment, and do to it. Close it to let go of it. */
export async function openClusterDoor(
  env: NodeJS.ProcessEnv,
): Promise<ClusterDoor & { close(): void }> {
  let chosen: Cluster | undefined
  const cluster = async (): Promise<Cluster> => {
    chosen ??= await chooseCluster(env)
    return chosen
  }
  const feed = new ClusterFeed(async () => {
    const seen = await cluster().then(takeSnapshot).catch(explain)
    // Whoever starts the brokers may choose another way to run them.
    const down = !seen.brokers.some(({ state }) => state !== 'stopped')
    if (down && chosen?.launcher !== 'remote') chosen = undefined
    return seen
  })
  const remote = (await cluster().catch(() => undefined))?.launcher === 'remote'
  return {
    canAct: !remote,
    subscribe: (listener) => feed.subscribe(listener),
    newestRecords: async (topic, partition) =>
      newestRecords((await cluster()).addresses, topic, partition),
    async act(broker, action) {
      await (await cluster())[action](broker)
      feed.hurry()
    },
    close: () => feed.close(),
  }
}

function explain(error: unknown): Snapshot {
  const problem =
    error instanceof WorkbookError ? `${error.message} ${error.remedy}` : String(error)
  return { problem, brokers: [], topics: [], groups: [], leftOut: { partitions: 0, groups: 0 } }
}
