// Faults of the machine, made for real, and what the doctor says of each.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ProblemCode } from '../../scripts/problems.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { canMount, mountDisk } from '../support/disk.ts'
import { diagnose, expectFinding } from '../support/doctor.ts'
import { startListener } from '../support/listener.ts'
import { makePrograms } from '../support/path.ts'
import { seen } from '../support/seen.ts'
import * as standIn from '../support/stand-ins.ts'

let clone: Clone

beforeAll(async () => {
  clone = await makeClone({ bare: true })
})

afterAll(() => clone[Symbol.asyncDispose]())

interface Machine {
  readonly real?: readonly string[]
  readonly standIns?: Readonly<Record<string, string>>
}

async function diagnoseOn({ real = [], standIns = {} }: Machine, env: NodeJS.ProcessEnv) {
  using programs = makePrograms(real, standIns)
  return await diagnose(clone, { PATH: programs.path, JAVA_HOME: undefined, ...env })
}

const free = { WORKBOOK_CLUSTER: undefined }
const native = { WORKBOOK_CLUSTER: 'native' }
const compose = { WORKBOOK_CLUSTER: 'compose' }
const docker = (script: string): Machine => ({ standIns: { docker: script } })
const hangingDocker: Machine = { real: ['sleep'], standIns: { docker: 'exec sleep 100' } }

test.each<[string, Machine, NodeJS.ProcessEnv, ProblemCode, RegExp]>([
  ['nothing at all', {}, free, 'NO_RUNTIME', seen('NO_RUNTIME')],
  ['no Java', {}, native, 'NO_JAVA', seen('NO_JAVA')],
  ['Java 11', { standIns: { java: standIn.java11 } }, native, 'OLD_JAVA', seen('OLD_JAVA')],
  ['Java 8', { standIns: { java: standIn.java8 } }, free, 'OLD_JAVA', seen('OLD_JAVA')],
  ['no Maven', { real: ['java'] }, native, 'NO_MAVEN', seen('NO_MAVEN')],
  ['no Docker', { real: ['java'] }, compose, 'NO_DOCKER', seen('NO_DOCKER')],
  ['Docker down', docker(standIn.downDocker), free, 'DOCKER_DOWN', seen('DOCKER_DOWN')],
  ['a Docker that hangs', hangingDocker, compose, 'DOCKER_DOWN', seen('DOCKER_DOWN')],
  [
    'a Docker that refuses',
    docker(standIn.deniedDocker),
    free,
    'DOCKER_DENIED',
    seen('DOCKER_DENIED'),
  ],
  ['Docker 20.10.3', docker(standIn.oldDocker), free, 'OLD_DOCKER', seen('OLD_DOCKER')],
  ['no Compose', docker(standIn.dockerWithoutCompose), free, 'NO_COMPOSE', seen('NO_COMPOSE')],
])('a machine with %s', async (_, machine, env, code, message) => {
  const diagnosis = await diagnoseOn(machine, env)
  expect(expectFinding(diagnosis, code, message)).toMatchObject({ blocks: true })
})

test.each<[NodeJS.ProcessEnv, ProblemCode, RegExp]>([
  [{ WORKBOOK_PORTS: 'abc' }, 'BAD_PORTS', seen('BAD_PORTS')],
  [{ WORKBOOK_CLUSTER: 'podman' }, 'BAD_LAUNCHER', seen('BAD_LAUNCHER')],
  [{ KAFKA_HOME: '/nowhere' }, 'BAD_KAFKA_HOME', seen('BAD_KAFKA_HOME')],
  [{ ...free, KAFKA_BROKERS: 'kafka.example' }, 'BAD_CONNECTION', seen('BAD_CONNECTION')],
  [{ ...free, KAFKA_BROKERS: '127.0.0.1:9' }, 'UNREACHABLE', seen('UNREACHABLE')],
])('the setting %j', async (env, code, message) => {
  const diagnosis = await diagnose(clone, env)
  expect(expectFinding(diagnosis, code, message)).toMatchObject({ blocks: true })
})

test.each([
  ['a broker', 2],
  ['a controller', 9],
  ['the lock', 0],
])('a port of %s that another program holds (%i)', async (_, digit) => {
  const port = Number(`${clone.ports}${digit}`)
  await using listener = await startListener(port)
  const { what, fix } = expectFinding(await diagnose(clone), 'PORT_TAKEN', seen('PORT_TAKEN'))
  expect(what).toContain(`Port ${port} is taken`)
  expect(what).toContain(`${basename(process.execPath)} (pid ${listener.pid})`)
  expect(fix).toContain('WORKBOOK_PORTS=2909')
})

test('a comma in the path', async () => {
  await using other = await makeClone({ name: 'one,two' })
  expectFinding(await diagnose(other), 'BAD_FOLDER', seen('BAD_FOLDER'))
})

test('a state folder of a newer workbook', async () => {
  await using other = await makeClone()
  writeFileSync(join(other.home, 'format-version'), '2\n')
  expectFinding(await diagnose(other), 'NEWER_STATE', seen('NEWER_STATE'))
})

test('copies of graded files that a killed check left are removed by fix, those in use are not', async () => {
  await using other = await makeClone()
  const answers = join(other.home, 'answers')
  for (const pid of [process.pid, 4_194_305])
    mkdirSync(join(answers, `${pid}`), { recursive: true })
  const found = expectFinding(await diagnose(other), 'STALE_ANSWERS', seen('STALE_ANSWERS'))
  expect(found.blocks).toBe(false)
  const { code, stderr } = await other.run(['doctor', 'fix'])
  expect(code, stderr).toBe(0)
  expect(stderr).toContain(`Deleting the copy of a graded file: ${join(answers, '4194305')}`)
  expect(readdirSync(answers)).toEqual([`${process.pid}`])
})

describe.skipIf(!canMount)('(only root can mount) a state folder', () => {
  test('on a disk that is too small', async () => {
    await using disk = mountDisk(60)
    const diagnosis = await diagnose(clone, {
      WORKBOOK_STATE: join(disk.folder, 'to', 'be', 'made'),
    })
    expectFinding(diagnosis, 'DISK_FULL', seen('DISK_FULL'))
  })

  test('that is read-only', async () => {
    await using disk = mountDisk(600)
    disk.makeReadOnly()
    const diagnosis = await diagnose(clone, { WORKBOOK_STATE: disk.folder })
    expectFinding(diagnosis, 'READ_ONLY', seen('READ_ONLY'))
  })
})

test('a Maven that is offline, and says so', async () => {
  await using other = await makeClone({ bare: true })
  const settings = join(other.folder, 'user', '.m2')
  mkdirSync(settings, { recursive: true })
  writeFileSync(
    join(settings, 'settings.xml'),
    `<settings><offline>true</offline><localRepository>${settings}/none</localRepository></settings>`,
  )
  const MAVEN_OPTS = `-Duser.home=${join(other.folder, 'user')}`
  const { code, stderr } = await other.run(['cluster', 'up'], { MAVEN_OPTS })
  expect(code, stderr).toBe(3)
  expect(stderr).toMatch(seen('MAVEN_FAILED'))
})

describe('the doctor', () => {
  test('finds nothing in a fresh clone but brokers that do not run, and writes nothing', async () => {
    const before = existsSync(clone.home)
    const { code, stdout } = await clone.run(['doctor'])
    expect(code, stdout).toBe(0)
    expect(stdout).not.toMatch(/^ {2}no /m)
    expect(stdout).toContain('[CLUSTER_DOWN]')
    expect(stdout.trimEnd().split('\n').at(-1)).toContain('Next: npm run ')
    expect({ before, after: existsSync(clone.home) }).toEqual({ before: false, after: false })
  })

  test('says it in 80 columns and without colours, and what to type at the end', async () => {
    await using _ = await startListener(Number(`${clone.ports}2`))
    const { code, stdout } = await clone.run(['doctor'])
    expect(code).toBe(3)
    expect(stdout).toContain('Try')
    expect(Math.max(...stdout.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80)
    expect(stdout).not.toContain('\u001b')
    expect(stdout.trimEnd().split('\n').at(-1)).toContain('npm run doctor')
  })

  test('refuses words it does not know', async () => {
    const { code, stderr } = await clone.run(['doctor', 'whatever'])
    expect({ code, stderr }).toEqual({ code: 2, stderr: expect.stringContaining('doctor fix') })
  })

  test('reports without secrets', async () => {
    const secrets = {
      KAFKA_PASSWORD: 'hunter2-of-ada',
      NPM_TOKEN: 'npm_0123456789',
      KAFKA_USERNAME: 'ada-at-school',
      DOCKER_HOST: 'tcp://ada:hunter3@10.0.0.7:2375',
      KAFKA_MIRROR: 'https://registry.example/packages',
      JAVA_HOME: '/nowhere',
      WORKBOOK_LEARNER: 'ada-at-school',
    }
    const { stdout } = await clone.run(['doctor', 'report'], secrets)
    for (const secret of ['hunter2', 'npm_0', 'ada-at', 'hunter3', 'registry.example']) {
      expect(stdout).not.toContain(secret)
    }
    expect(stdout).toContain('KAFKA_PASSWORD=<KAFKA_PASSWORD>')
    expect(stdout).toContain('[NO_JAVA]')
  })
})
