import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import type { Clone } from '../support/clone.ts'
import { makeColdClone, npmRun } from '../support/npm.ts'
import type { Running } from '../support/process.ts'
import { findInGroup, waitForGroupToEnd } from '../support/process-list.ts'

const status = ['-s', 'cluster', 'status', '--', '--json']
const installs = 'Installing packages, once'
const notRunning = expect.objectContaining({ launcher: 'native', ready: false })

describe('in a clone without packages', () => {
  test('the first command installs them and says so on stderr, the second does not; once one is lost, the next installs again', async () => {
    await using clone = await makeColdClone()
    const first = await npmRun(clone, status).ended
    expect(first.code, first.stderr).toBe(0)
    expect(first.stderr).toContain(installs)
    expect(first.stderr).toMatch(/Packages installed in \d+\.\d s/)
    expect(JSON.parse(first.stdout)).toEqual(notRunning)

    const second = await npmRun(clone, status).ended
    expect(second).toMatchObject({ code: 0, stderr: '' })
    expect(JSON.parse(second.stdout)).toEqual(notRunning)

    // One that no command needs before a lesson runs.
    const lost = join(clone.folder, 'node_modules', 'kafkajs')
    rmSync(lost, { recursive: true })
    await expectToInstall(clone)
    expect(existsSync(join(lost, 'package.json'))).toBe(true)
  })

  test('of two commands at once one installs, the other says that it waits', async () => {
    await using clone = await makeColdClone()
    const ended = await Promise.all([npmRun(clone, status).ended, npmRun(clone, status).ended])
    for (const { code, stdout, stderr } of ended) {
      expect(code, stderr).toBe(0)
      expect(JSON.parse(stdout)).toEqual(notRunning)
    }
    const told = ended.map(({ stderr }) => stderr).sort()
    expect(told[0]).toContain(installs)
    expect(told[1]).toMatch(/^Waiting for another command: installing packages \(pid \d+\)\.\n$/)
  })

  test('a failed installation ends with 3 and says what to do', async () => {
    await using clone = await makeColdClone()
    const { code, stdout, stderr } = await npmRun(clone, status, {
      npm_config_registry: 'http://127.0.0.1:9',
      npm_config_cache: join(clone.folder, 'empty-cache'),
      npm_config_fetch_retries: '0',
    }).ended
    expect({ code, stdout }).toEqual({ code: 3, stdout: '' })
    expect(stderr).toContain('ECONNREFUSED')
    expect(stderr).toContain('Check the network')
    expect(stderr).not.toMatch(/^ +at /m)
  })
})

describe('an installation that is cut short is made good by the next command', () => {
  // Each command begins on what the one before left, and the last one installs.
  test('after Ctrl-C, after all of it was killed, and after the installer alone was', async () => {
    await using clone = await makeColdClone()
    const interrupted = await startInstalling(clone)
    interrupted.signalGroup('SIGINT')
    const { code, signal, stderr } = await interrupted.ended
    expect([130, 'SIGINT'], stderr).toContain(signal ?? code)
    expect(stderr).toContain('Interrupted. The next command installs again.')
    await waitForGroupToEnd(interrupted.pid)

    const killed = await startInstalling(clone)
    killed.signalGroup('SIGKILL')
    await killed.ended
    await waitForGroupToEnd(killed.pid)

    const robbed = await startInstalling(clone)
    process.kill(await findInGroup(robbed.pid, /^npm ci/), 'SIGKILL')
    const ended = await robbed.ended
    expect([130, 'SIGINT']).toContain(ended.signal ?? ended.code)
    await expectToInstall(clone)
  })

  test('after the command alone was killed: what it left behind is waited for', async () => {
    await using clone = await makeColdClone()
    const running = await startInstalling(clone)
    process.kill(await findInGroup(running.pid, /^\S*node \S*start\.mjs/), 'SIGKILL')
    const { code, stdout, stderr } = await npmRun(clone, status).ended
    expect(code, stderr).toBe(0)
    expect(JSON.parse(stdout)).toEqual(notRunning)
    // Unless it is done already, on a busy machine.
    expect(stderr).toMatch(/^(Waiting for another command: installing packages \(pid \d+\)\.\n)?$/)
    await waitForGroupToEnd(running.pid)
  })
})

/** Starts a command and returns while npm is writing packages. */
async function startInstalling(clone: Clone): Promise<Running> {
  const folder = join(clone.folder, 'node_modules')
  // npm first removes what it finds: with this gone, all that is there is new.
  const old = join(folder, 'old')
  mkdirSync(old, { recursive: true })
  const running = npmRun(clone, status)
  await waitUntil({
    what: 'npm to write packages',
    look: async () => (existsSync(folder) ? readdirSync(folder) : []),
    done: (names) => names.length > 3 && !names.includes('old'),
    timeoutMs: 120_000,
    everyMs: 5,
  })
  expect(existsSync(join(folder, '.package-lock.json'))).toBe(false)
  return running
}

async function expectToInstall(clone: Clone): Promise<void> {
  const { code, stdout, stderr } = await npmRun(clone, status).ended
  expect(code, stderr).toBe(0)
  expect(stderr).toContain(installs)
  expect(JSON.parse(stdout)).toEqual(notRunning)
}
