import type { ClusterStatus } from '../cluster/index.ts'
import { WorkbookError } from '../errors.ts'
import type { Seen } from './finding.ts'

const states = { stopped: 'is stopped', paused: 'is paused', dead: 'has died' } as const

/** What the states of the brokers mean; `reasons` says why the dead ones ended, where that is known. */
export function judgeBrokers(
  { brokers, controller, launcher }: ClusterStatus,
  reasons: ReadonlyMap<number, WorkbookError>,
): Seen {
  const away = brokers.filter(({ state }) => state !== 'up')
  const known = [...reasons.values()]
  if (away.length === 0) {
    const leads = controller === null ? '' : `, broker ${controller} is the controller`
    return { fine: [`${count(brokers.length)} up${leads}`] }
  }
  const gone = away.filter(({ state }) => state !== 'paused')
  if (gone.length === brokers.length && launcher !== 'remote') {
    return { problems: known.length > 0 ? known : [notRunning()] }
  }
  const others = away.flatMap(({ id, state }) => {
    if (state === 'up' || reasons.has(id)) return []
    return [new WorkbookError('BROKER_AWAY', `kafka-${id} ${states[state]}.`)]
  })
  return { problems: [...known, ...others] }
}

function count(brokers: number): string {
  return brokers === 1 ? 'One broker is' : `${brokers} brokers are`
}

function notRunning(): WorkbookError {
  return new WorkbookError('CLUSTER_DOWN', 'No broker is running.')
}
