import { type Finding, findingOf } from './finding.ts'
import { openPlace } from './place.ts'
import { type Probe, runProbes } from './probe.ts'
import { addresses } from './probes/addresses.ts'
import { bootstrap } from './probes/bootstrap.ts'
import { brokers } from './probes/brokers.ts'
import { engine } from './probes/engine.ts'
import { folder } from './probes/folder.ts'
import { launcher } from './probes/launcher.ts'
import { leftovers } from './probes/leftovers.ts'
import { lock } from './probes/lock.ts'
import { machine } from './probes/machine.ts'
import { obstacles } from './probes/obstacles.ts'
import { topics } from './probes/topics.ts'

// In the order in which their results are read: the machine, the cluster, what is on it.
const probes: readonly Probe[] = [
  machine,
  folder,
  launcher,
  engine,
  obstacles,
  bootstrap,
  lock,
  brokers,
  addresses,
  topics,
  leftovers,
]

/** What is well and what is not; the shape of its JSON is a contract. */
export interface Diagnosis {
  /** Whether something keeps lessons from running. */
  readonly blocks: boolean
  /** What blocks comes first. */
  readonly findings: readonly Finding[]
  readonly fine: readonly string[]
  readonly durationMs: number
}

/** Looks for every known problem, and changes nothing. */
export async function examine(env: NodeJS.ProcessEnv): Promise<Diagnosis> {
  const startedAt = performance.now()
  const seen = await runProbes(probes, openPlace(env))
  const findings = unique(seen.flatMap(({ problems = [] }) => problems.map(findingOf)))
  const blocking = findings.filter(({ blocks }) => blocks)
  return {
    blocks: blocking.length > 0,
    findings: [...blocking, ...findings.filter(({ blocks }) => !blocks)],
    fine: seen.flatMap(({ fine = [] }) => fine),
    durationMs: Math.round(performance.now() - startedAt),
  }
}

// Two probes may run into the same.
function unique(findings: readonly Finding[]): Finding[] {
  return findings.filter(
    ({ code, what }, index) =>
      findings.findIndex((one) => one.code === code && one.what === what) === index,
  )
}
