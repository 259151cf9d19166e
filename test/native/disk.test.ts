// A disk that is full, fills up or cannot be written to. Only root can make one to test with.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { findOwnProcesses } from '../../scripts/cluster/native/processes.ts'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { type Clone, endAll, makeClone } from '../support/clone.ts'
import { canMount, type Disk, mountDisk } from '../support/disk.ts'
import { keepRecords, readRecords } from '../support/records.ts'
import { shareToolchain } from '../support/toolchain.ts'

let clone: Clone

beforeAll(async () => {
  clone = await makeClone()
})

afterAll(() => clone[Symbol.asyncDispose]())

function fill(folder: string): void {
  const ballast = openSync(join(folder, 'ballast'), 'w')
  try {
    for (;;) writeSync(ballast, Buffer.alloc(1e6))
  } catch (error) {
    expect(error).toMatchObject({ code: 'ENOSPC' })
  } finally {
    closeSync(ballast)
  }
}

const on = (folder: string): NodeJS.ProcessEnv => ({ WORKBOOK_STATE: folder })
const freeSpace = 'Free at least 500 MB there, or set WORKBOOK_STATE to a folder elsewhere.'

describe.skipIf(!canMount)('(only root can mount) a state folder', () => {
  test('on a disk that is too small is refused before anything is fetched', async () => {
    await using disk = mountDisk(60)
    const { code, stderr } = await clone.run(['cluster', 'up'], on(disk.folder))
    expect(code, stderr).toBe(3)
    expect(stderr).toMatch(/^Only \d+ MB are free in .+\.\n/)
    expect(stderr).toContain(freeSpace)
  })

  test('on a disk without a free byte is refused', async () => {
    await using disk = mountDisk(8)
    fill(disk.folder)
    const { code, stderr } = await clone.run(['cluster', 'up'], on(disk.folder))
    expect(code, stderr).toBe(3)
    expect(stderr).toMatch(/^The disk is full|^Only 0 MB are free/)
    expect(stderr).toContain(freeSpace)
  })

  test('that is read-only is refused', async () => {
    await using disk = mountDisk(60)
    disk.makeReadOnly()
    const fresh = await clone.run(['cluster', 'up'], on(disk.folder))
    expect(fresh.code, fresh.stderr).toBe(3)
    expect(fresh.stderr).toContain(`A file could not be written (${disk.folder}`)
    expect(fresh.stderr).toContain('Make it writable, or set WORKBOOK_STATE to a folder that is.')
  })
})

describe.skipIf(!canMount)('(only root can mount) a disk under running brokers', () => {
  let disk: Disk

  const command = (words: string) => clone.run(['cluster', ...words.split(' ')], on(disk.folder))

  beforeAll(async () => {
    disk = mountDisk(900)
    shareToolchain(disk.folder)
    expect(await command('up')).toMatchObject({ code: 0 })
  })

  afterAll(async () => {
    await endAll(disk.folder)
    await disk[Symbol.asyncDispose]()
  })

  test('that fills up is explained, and all is back once it has room', async () => {
    const kept = await keepRecords(clone, 'kept')
    fill(disk.folder)
    await waitUntil({
      what: 'a broker to end for want of space',
      look: () => findOwnProcesses(disk.folder),
      done: (running) => running.length < 3,
      timeoutMs: 120_000,
    })
    const full = await command('up')
    expect(full.code, full.stderr).toBe(3)
    expect(full.stderr).toContain(freeSpace)
    rmSync(join(disk.folder, 'ballast'))
    const again = await command('up')
    expect(again.code, again.stderr).toBe(0)
    expect(await readRecords(clone, 'kept', kept.length)).toEqual(kept)
  })

  test('that is full does not keep them from being brought down', async () => {
    fill(disk.folder)
    const { code, stderr } = await command('down')
    expect(code, stderr).toBe(0)
    expect(await findOwnProcesses(disk.folder)).toEqual([])
    rmSync(join(disk.folder, 'ballast'))
  })

  test('that became read-only is refused with its data unharmed', async () => {
    expect(await command('down')).toMatchObject({ code: 0 })
    disk.makeReadOnly()
    const { code, stderr } = await command('up')
    expect(code, stderr).toBe(3)
    expect(stderr).toContain('Make it writable')
    expect(await findOwnProcesses(disk.folder)).toEqual([])
  })
})
