import { basename } from 'node:path'
import { expect } from 'vitest'
import type { Clone } from './clone.ts'
import { startListener } from './listener.ts'

/** Takes a port of a clone: `up` must say who has it, and how to move out of the way. */
export async function expectTakenPortNamed(
  clone: Clone,
  digit: number,
  manner: Parameters<typeof startListener>[1],
): Promise<void> {
  const port = Number(`${clone.ports}${digit}`)
  await using listener = await startListener(port, manner)
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(3)
  const who = `${basename(process.execPath)} (pid ${listener.pid})`
  expect(stderr).toContain(`Port ${port} is taken by another program: ${who}.\n`)
  expect(stderr).toContain('WORKBOOK_PORTS=2909')
}
