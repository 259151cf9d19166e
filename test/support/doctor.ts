import { expect } from 'vitest'
import type { Diagnosis } from '../../scripts/doctor/index.ts'
import type { ProblemCode } from '../../scripts/problems.ts'
import type { Clone } from './clone.ts'

/** What the doctor of a clone finds; its exit code must say whether that blocks. */
export async function diagnose(clone: Clone, env: NodeJS.ProcessEnv = {}): Promise<Diagnosis> {
  const { code, stdout, stderr } = await clone.run(['doctor', '--json'], env)
  expect(stderr).toBe('')
  const diagnosis = JSON.parse(stdout) as Diagnosis
  expect(code).toBe(diagnosis.blocks ? 3 : 0)
  return diagnosis
}

/** The one finding of a code, whose message must be the one that the page shows. */
export function expectFinding(
  { findings }: Diagnosis,
  code: ProblemCode,
  message: RegExp,
): Diagnosis['findings'][number] {
  const found = findings.filter((finding) => finding.code === code)
  expect(found, JSON.stringify(findings)).toHaveLength(1)
  expect(found[0]?.what).toMatch(message)
  return found[0] as Diagnosis['findings'][number]
}
