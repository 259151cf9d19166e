import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Reporter, SerializedError, TestModule } from 'vitest/node'
import { projectRoot } from '../state/index.ts'

/** What a run of vitest found. */
export interface TestReport {
  readonly files: readonly TestedFile[]
  /** How many errors came up outside of all tests. */
  readonly strayErrors: number
}

export interface TestedFile {
  readonly path: string
  /** Failed also when its set-up did. */
  readonly failed: boolean
  readonly tests: readonly { readonly name: string; readonly state: string }[]
}

export const reportFile = join(projectRoot, '.workbook', 'test-report.json')

/** A reporter for vitest: its own one in JSON leaves out the errors outside of tests. */
export default class ToFile implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly SerializedError[]): void {
    const report: TestReport = { files: modules.map(describe), strayErrors: errors.length }
    mkdirSync(dirname(reportFile), { recursive: true })
    writeFileSync(reportFile, JSON.stringify(report))
  }
}

function describe(module: TestModule): TestedFile {
  const tests = [...module.children.allTests()]
  return {
    path: module.moduleId,
    failed: module.state() === 'failed',
    tests: tests.map((test) => ({ name: test.fullName, state: test.result().state })),
  }
}
