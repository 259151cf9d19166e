import { WorkbookError } from '../errors.ts'
import type { View } from './view.ts'

/** Whether all bootstrap addresses belong to one cluster. */
export function judgeClusterIds(views: readonly View[]): WorkbookError[] {
  const [first] = views
  const other = views.find(({ clusterId }) => clusterId !== first?.clusterId)
  if (!first || !other) return []
  const message = `${first.bootstrap} and ${other.bootstrap} belong to two clusters (${first.clusterId} and ${other.clusterId}).`
  return [new WorkbookError('MIXED_CLUSTERS', message)]
}
