import { delimiter, join } from 'node:path'
import { beforeAll, describe, expect, test } from 'vitest'
import { problems } from '../../scripts/problems.ts'
import { makeClone } from '../support/clone.ts'
import { nodeFolder } from '../support/node-binary.ts'
import { npmRun } from '../support/npm.ts'
import { startProcess } from '../support/process.ts'
import { seen } from '../support/seen.ts'

describe.each([12, 18])('Node %i is too old', (major) => {
  let folder: string
  beforeAll(async () => {
    folder = await nodeFolder(major)
  })

  test('every command says so, names the oldest that will do, and ends with 3', async () => {
    await using clone = await makeClone()
    const start = join(clone.folder, 'scripts', 'start.mjs')
    const { code, stdout, stderr } = await startProcess(join(folder, 'node'), [start, 'help'], {
      cwd: clone.folder,
      env: clone.env,
    }).ended
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    const [problem, remedy, ...rest] = withoutNodesOwnWarning(stderr)
    expect(problem).toMatch(seen('OLD_NODE'))
    expect(problem).toContain(`v${major}.`)
    expect(remedy).toBe(problems.OLD_NODE.remedy)
    expect(rest).toEqual([])
  })
})

describe.each([22, 24])('Node %i', (major) => {
  let folder: string
  beforeAll(async () => {
    folder = await nodeFolder(major)
  })

  test('runs the first lesson without a warning', async () => {
    await using clone = await makeClone()
    const PATH = `${folder}${delimiter}${clone.env.PATH}`
    const seen = await npmRun(clone, ['-s', 'lesson', '1'], { PATH }).ended
    expect(seen.code, seen.stderr).toBe(0)
    expect(seen.stdout).toContain('high watermark')
    expect(seen.stdout).toMatch(/Next: read lessons\/01-producers\/lesson\.md/)
    expect(seen.stderr).not.toMatch(/warning/i)
    expect(seen.stderr).toMatch(/Starting three Kafka brokers .*ready in \d+\.\d s\n$/)
  })

  test('installs the packages, with the npm of the person who asked', async () => {
    await using clone = await makeClone({ packages: false })
    const PATH = `${folder}${delimiter}${clone.env.PATH}`
    const seen = await npmRun(clone, ['-s', 'lesson'], { PATH }).ended
    expect(seen.code, seen.stderr).toBe(0)
    expect(seen.stdout).toContain('Producers')
    expect(seen.stderr).not.toMatch(/warn/i)
  })
})

// Node 12 calls modules experimental, before the first line of ours runs.
function withoutNodesOwnWarning(stderr: string): string[] {
  return stderr
    .trim()
    .split('\n')
    .filter((line) => !/ExperimentalWarning|--trace-warnings/.test(line))
}
