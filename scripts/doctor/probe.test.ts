import { expect, test } from 'vitest'
import { seen } from '../../test/support/seen.ts'
import { WorkbookError } from '../errors.ts'
import { openPlace } from './place.ts'
import { type Probe, runProbes } from './probe.ts'

const never: Probe = { about: 'what never comes', look: () => new Promise(() => {}) }
const broken: Probe = {
  about: 'what breaks',
  look: () => Promise.reject(new TypeError('no such thing')),
}
const unwritable: Probe = {
  about: 'a folder',
  look: () => Promise.reject(Object.assign(new Error(), { code: 'EROFS', path: '/there' })),
}
const sound: Probe = { about: 'what is well', look: async () => ({ fine: ['all is well'] }) }

test('a probe that hangs or breaks is told, and keeps no other from being heard', async () => {
  const place = openPlace({ WORKBOOK_CLUSTER: 'podman' })
  const told = await runProbes([never, broken, unwritable, sound], place, 50)
  const [hung, failed, refused, well] = told.map(({ problems = [], fine }) => problems[0] ?? fine)
  expect((hung as Error).message).toMatch(seen('PROBE_FAILED'))
  expect((hung as Error).message).toContain('what never comes failed: it took longer than 0.05 s')
  expect((failed as Error).message).toContain('what breaks failed: no such thing')
  expect(refused).toBeInstanceOf(WorkbookError)
  expect((refused as Error).message).toMatch(seen('READ_ONLY'))
  expect(well).toEqual(['all is well'])
})
