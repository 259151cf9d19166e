import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { writeAtomically } from './index.ts'

test('what is for one reader is so from its first byte on, whatever a killed process left', () => {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-state-'))
  const file = join(folder, 'secret')
  try {
    writeFileSync(`${file}.${process.pid}.tmp`, 'left behind', { mode: 0o644 })
    writeAtomically(file, 'password', 0o600)
    expect(readFileSync(file, 'utf8')).toBe('password')
    if (process.platform !== 'win32') expect(statSync(file).mode & 0o777).toBe(0o600)
  } finally {
    rmSync(folder, { recursive: true })
  }
})
