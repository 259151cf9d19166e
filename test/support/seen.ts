import { programSymptoms } from '../../scripts/doctor/program-symptoms.ts'
import { clusterSymptoms, machineSymptoms, remoteSymptoms } from '../../scripts/doctor/symptoms.ts'

const programs = Object.fromEntries(
  Object.entries(programSymptoms).map(([name, { see }]) => [name, [see]]),
) as unknown as Record<keyof typeof programSymptoms, readonly string[]>
const rows = { ...machineSymptoms, ...clusterSymptoms, ...remoteSymptoms, ...programs }

/**
 * What docs/troubleshooting.md says a person sees of a problem, as a pattern for what a person does
 * see. A row with several messages is asked for each by its place.
 */
export function seen(row: keyof typeof rows, place = 0): RegExp {
  const text = rows[row][place]
  if (text === undefined) throw new Error(`${row} has no message ${place}`)
  const parts = text.split('…').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))
  return new RegExp(parts.join('[\\s\\S]*?'))
}
