import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { maskChanging } from '../../scripts/catalog/index.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { docker, makeComposeClone, provideImage } from '../support/docker.ts'
import { launcherCalls, statusOf } from '../support/launcher-calls.ts'

let image: string
let clone: Clone
const volumesBefore = new Set<string>()

beforeAll(async () => {
  for (const volume of await docker('volume', 'ls', '-q')) volumesBefore.add(volume)
  image = await provideImage()
  clone = await makeComposeClone(image)
  const [compose = '', ...first] = await composeCommand()
  await execa(compose, [...first, 'up', '-d'], { cwd: clone.folder, env: clone.env })
})

afterAll(async () => {
  await clone[Symbol.asyncDispose]()
  const left = (await docker('volume', 'ls', '-q')).filter((name) => !volumesBefore.has(name))
  expect(left, 'volumes left behind').toEqual([])
})

test('the brokers that were started by hand are the same cluster', async () => {
  const started = await containers()
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
  expect(await statusOf(clone)).toMatchObject({ launcher: 'compose', ready: true })
  expect(await containers()).toEqual(started)
})

launcherCalls(() => clone)

test('lesson 1 prints the same transcript as with plain processes', async () => {
  const { code, stdout, stderr } = await clone.run(['lesson', '1'])
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const lesson = join(clone.folder, 'lessons', '01-producers')
  const transcript = readFileSync(join(lesson, 'transcript.txt'), 'utf8')
  expect(maskChanging(stdout)).toContain(transcript)
})

test('a container that somebody removed is made again with its data', async () => {
  const [container = ''] = await containers('kafka-2')
  await docker('rm', '-f', container)
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
  expect(await statusOf(clone)).toMatchObject({ ready: true })
})

test('brokers that are stopped one by one are stopped, not dead, also the last', async () => {
  for (const id of ['1', '2', '3']) {
    expect(await clone.run(['cluster', 'stop', id])).toMatchObject({ code: 0 })
  }
  const { brokers } = await statusOf(clone)
  expect(brokers.map(({ state }) => state)).toEqual(['stopped', 'stopped', 'stopped'])
  await clone.run(['cluster', 'up'])
  const [last = ''] = await containers('kafka-3')
  await docker('kill', last)
  expect((await statusOf(clone)).brokers[2]?.state).toBe('dead')
})

test('a setting changed in the compose file reaches the broker at the next up', async () => {
  await clone.run(['cluster', 'up'])
  const file = join(clone.folder, 'docker-compose.yml')
  const changed = 'KAFKA_NODE_ID: 2\n      KAFKA_BROKER_RACK: b'
  writeFileSync(file, readFileSync(file, 'utf8').replace('KAFKA_NODE_ID: 2', changed))
  const others = [await containers('kafka-1'), await containers('kafka-3')]
  expect(await statusOf(clone)).toMatchObject({ ready: false })
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
  expect(stderr).toContain('kafka-2 ran with other settings; it was restarted.')
  expect([await containers('kafka-1'), await containers('kafka-3')]).toEqual(others)
  const versions = await clone.run(['kafka', 'broker-api-versions'])
  expect(versions.stdout).toContain('rack: b')
  const { stdout } = await clone.run(['kafka', 'topics', '--list'])
  expect(stdout).toContain('kept')
  expect(await clone.run(['cluster', 'up'])).toMatchObject({ code: 0, stderr: '' })
})

test('a second clone with the same project name leaves the first alone', async () => {
  const env = { WORKBOOK_CLUSTER: 'compose', KAFKA_IMAGE: image }
  await using second = await makeClone({ name: basename(clone.folder), env })
  const { code, stderr } = await second.run(['cluster', 'up'])
  expect(code).toBe(3)
  expect(stderr).toContain(clone.folder)
  expect(stderr).toContain('COMPOSE_PROJECT_NAME')
  expect(await clone.run(['cluster', 'status'])).toMatchObject({
    stdout: expect.stringContaining('Ready'),
  })
})

test('nothing is published beyond this machine, and kafka-ui looks at the brokers from inside', () => {
  const file = readFileSync(join(clone.folder, 'docker-compose.yml'), 'utf8')
  const { services } = parse(file, { merge: true })
  const published = Object.values<{ ports: string[] }>(services).flatMap(({ ports }) => ports)
  expect(published).toHaveLength(4)
  for (const port of published) expect(port).toMatch(/^127\.0\.0\.1:/)
  const { KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: seen } = services['kafka-ui'].environment
  expect(seen).toBe('kafka-1:19092,kafka-2:19092,kafka-3:19092')
})

test('Docker Compose accepts the file with all its profiles', async () => {
  const [compose = '', ...first] = await composeCommand()
  const options = { cwd: clone.folder, env: clone.env }
  const { stdout } = await execa(compose, [...first, '--profile', 'ui', 'config'], options)
  expect(stdout).toContain('kafka-ui')
})

async function composeCommand(): Promise<readonly string[]> {
  const { requireEngine } = await import('../../scripts/cluster/compose/engine.ts')
  return requireEngine(process.env)
}

/** The containers of the clone, of one service or of all. */
function containers(service?: string): Promise<string[]> {
  const labels = [`project.working_dir=${clone.folder}`, ...(service ? [`service=${service}`] : [])]
  const filters = labels.flatMap((label) => ['--filter', `label=com.docker.compose.${label}`])
  return docker('ps', '-q', ...filters)
}
