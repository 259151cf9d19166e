import type { Context } from 'hono'
import type { Lesson } from '../../catalog/index.ts'
import type { ProgressFile } from '../../progress/index.ts'
import type { BookOnDisk } from '../book.ts'
import type { NewestRecords } from '../cluster-view/newest-records.ts'
import type { Snapshot } from '../cluster-view/snapshot.ts'
import type { Runs } from './runs.ts'
import type { Streams } from './streams.ts'

/** What the workbook's server works with. */
export interface Workings {
  readonly book: BookOnDisk
  readonly progress: ProgressFile
  readonly runs: Runs
  readonly streams: Streams
  readonly cluster: ClusterDoor
  /** What requests that change something must carry. */
  readonly token: string
}

/** What pages may know of the cluster, and do to it. */
export interface ClusterDoor {
  /** Whether brokers may be taken away from here: not somebody else's. */
  readonly canAct: boolean
  subscribe(listener: (snapshot: Snapshot) => void): () => void
  newestRecords(topic: string, partition: number): Promise<NewestRecords>
  act(broker: number, action: BrokerAction): Promise<void>
}

/** What a page may do to a broker. */
export const brokerActions = ['stop', 'kill', 'pause', 'start', 'resume'] as const
export type BrokerAction = (typeof brokerActions)[number]

/** The lesson that a request names by its id. */
export function lessonOf(context: Context, book: BookOnDisk): Lesson | undefined {
  const id = context.req.param('lesson')
  return book.pages().find(({ lesson }) => lesson?.id === id)?.lesson
}

/** What a request says in JSON, as far as it is an object. */
export async function bodyOf(context: Context): Promise<Record<string, unknown>> {
  const body: unknown = await context.req.json().catch(() => undefined)
  return typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {}
}
