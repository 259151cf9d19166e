import { rmSync } from 'node:fs'
import { removeTraces, staleAnswers } from '../check/index.ts'
import { type Cluster, chooseCluster } from '../cluster/index.ts'
import { explained, WorkbookError } from '../errors.ts'
import { Observer } from '../evidence/index.ts'
import type { ProblemCode } from '../problems.ts'
import type { Report } from '../terminal/index.ts'
import type { Finding } from './finding.ts'
import { leftoversOn } from './leftovers.ts'

type Mender = (env: NodeJS.ProcessEnv, report: Report) => Promise<void>

// Only what loses nothing. Whatever else there is to do is for a person to decide.
const menders: Partial<Record<ProblemCode, Mender>> = {
  BROKER_AWAY: bringBack,
  INTERNAL_TOPICS: bringBack,
  LEFTOVERS: deleteLeftovers,
  STALE_ANSWERS: deleteCopies,
}

/** Whether `mend` can do something about these. */
export function canMend(findings: readonly Finding[]): boolean {
  return findings.some(({ code }) => menders[code] !== undefined)
}

/** Does what loses nothing about the findings, and tells what it does; the rest stays. */
export async function mend(
  findings: readonly Finding[],
  env: NodeJS.ProcessEnv,
  report: Report,
): Promise<void> {
  const wanted = new Set(findings.flatMap(({ code }) => menders[code] ?? []))
  for (const act of wanted) {
    await act(env, report).catch((error: unknown) => {
      const problem = explained(error)
      if (!(problem instanceof WorkbookError)) throw problem
      report.note(problem.message) // the next examination says what to do about it
    })
  }
}

async function bringBack(env: NodeJS.ProcessEnv, report: Report): Promise<void> {
  await (await chooseCluster(env)).up(report)
}

async function deleteLeftovers(env: NodeJS.ProcessEnv, report: Report): Promise<void> {
  const cluster: Cluster = await chooseCluster(env)
  // A grading holds the lock too: whatever is found by its holder is no grading's.
  await cluster.exclusively('tidying up', report, async () => {
    const { topics, groups } = await leftoversOn(cluster, env)
    const names = [...topics, ...groups]
    if (names.length === 0) return
    report.note(['Deleting from the cluster:', ...names].join('\n  '))
    await removeTraces(cluster.addresses, new Observer(cluster.addresses), names)
  })
}

async function deleteCopies(_env: NodeJS.ProcessEnv, report: Report): Promise<void> {
  for (const folder of staleAnswers()) {
    report.note(`Deleting the copy of a graded file: ${folder}`)
    rmSync(folder, { recursive: true, force: true })
  }
}
