import { randomBytes } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { stopAt, WorkbookError } from '../../errors.ts'
import { writeAtomically } from '../../state/index.ts'

const CHECKPOINT = 'bootstrap.checkpoint'
const META = 'meta.properties'

/**
 * Formats a broker's empty data folder, as `kafka-storage.sh format` does: the first records of
 * the metadata log, which are the same for every broker and come from Kafka's own tool, and a file
 * that says whose folder it is (MetaProperties in Kafka's metadata module). It costs no JVM.
 */
export function formatDataFolder(options: {
  folder: string
  nodeId: number
  clusterId: string
  checkpoint: string
}): void {
  const { folder, nodeId, clusterId, checkpoint } = options
  stopAt(foreignData(folder, clusterId))
  if (isFormatted(folder)) return
  setRemainsAside(folder)
  mkdirSync(folder, { recursive: true })
  copyFileSync(checkpoint, join(folder, CHECKPOINT))
  // Last, because a folder counts as formatted when this file is there.
  writeAtomically(
    join(folder, META),
    [
      'version=1',
      `cluster.id=${clusterId}`,
      `node.id=${nodeId}`,
      `directory.id=${randomUuid()}`,
      '',
    ].join('\n'),
  )
}

/** Whether a folder was formatted, for whatever cluster. */
export function isFormatted(folder: string): boolean {
  return existsSync(join(folder, META))
}

/** Says when a folder was formatted for another cluster. */
export function foreignData(folder: string, clusterId: string): WorkbookError | undefined {
  if (!isFormatted(folder)) return undefined
  const found = /^cluster\.id=(.*)$/m.exec(readFileSync(join(folder, META), 'utf8'))?.[1]
  if (found === clusterId) return undefined
  return new WorkbookError(
    'FOREIGN_DATA',
    `${folder} holds the data of another cluster (${found ?? 'without an id'}, ours is ${clusterId}).`,
  )
}

// Records without the file that says whose they are cannot be used, but they are not ours to
// delete either.
function setRemainsAside(folder: string): void {
  if (!existsSync(folder)) return
  const remains = readdirSync(folder).filter(
    (file) => file !== CHECKPOINT && !file.startsWith(META),
  )
  if (remains.length > 0) renameSync(folder, `${folder}.unusable-${Date.now()}`)
}

// A Kafka Uuid: 16 bytes in URL-safe base64. Kafka's own never begin with a dash, because tools
// would take that for an option (common/Uuid.java).
function randomUuid(): string {
  const uuid = randomBytes(16).toString('base64url')
  return uuid.startsWith('-') ? randomUuid() : uuid
}
