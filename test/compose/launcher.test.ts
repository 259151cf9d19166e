import { readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { maskChanging } from '../../scripts/catalog/index.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { runDemo } from '../support/demo.ts'
import { compose, containersOf, docker, makeComposeClone, provideImage } from '../support/docker.ts'
import { launcherCalls, statusOf } from '../support/launcher-calls.ts'
import { seen } from '../support/seen.ts'

let image: string
let clone: Clone

beforeAll(async () => {
  image = await provideImage()
  clone = await makeComposeClone(image)
  await compose(clone, 'up', '-d')
})

afterAll(async () => {
  await clone[Symbol.asyncDispose]()
  // Not those of another file's clones: files run side by side.
  const all = await docker('volume', 'ls', '-q')
  const left = all.filter((name) => name.startsWith(basename(clone.folder)))
  expect(left, 'volumes left behind').toEqual([])
})

test('the brokers that were started by hand are the same cluster', async () => {
  const started = await containersOf(clone)
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
  expect(await statusOf(clone)).toMatchObject({ launcher: 'compose', ready: true })
  expect(await containersOf(clone)).toEqual(started)
})

launcherCalls(() => clone)

test('lesson 1 prints the same transcript as with plain processes', async () => {
  const { code, stdout, stderr } = await runDemo(() => clone.run(['lesson', '1']))
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  const lesson = join(clone.folder, 'lessons', '01-producers')
  const transcript = readFileSync(join(lesson, 'transcript.txt'), 'utf8')
  expect(maskChanging(stdout)).toContain(transcript)
})

// `npm run verify 4` proves all its answers on plain processes; here it is about the taking away.
test.each([
  ['solution.ts', 'passed'],
  ['wrong/acked-by-leader-only.ts', 'acked-by-leader-only'],
])(
  'lesson 4 kills and pauses containers as it does processes: %s gets "%s"',
  async (name, expected) => {
    const answer = join(clone.folder, 'lessons', '04-replicas', name)
    const { stdout, stderr } = await clone.run(['check', '4', 'file', answer, '--json'])
    const { verdict, findings } = JSON.parse(stdout)
    expect(findings[0]?.id ?? verdict, stderr).toBe(expected)
    expect(await statusOf(clone)).toMatchObject({ ready: true })
  },
)

test('a container that somebody removed is made again with its data', async () => {
  const [container = ''] = await containersOf(clone, 'kafka-2')
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
  const [last = ''] = await containersOf(clone, 'kafka-3')
  await docker('kill', last)
  expect((await statusOf(clone)).brokers[2]?.state).toBe('dead')
})

test('a setting changed in the compose file reaches the broker at the next up', async () => {
  await clone.run(['cluster', 'up'])
  const file = join(clone.folder, 'docker-compose.yml')
  const changed = 'KAFKA_NODE_ID: 2\n      KAFKA_BROKER_RACK: b'
  writeFileSync(file, readFileSync(file, 'utf8').replace('KAFKA_NODE_ID: 2', changed))
  const others = [await containersOf(clone, 'kafka-1'), await containersOf(clone, 'kafka-3')]
  expect(await statusOf(clone)).toMatchObject({ ready: false })
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
  expect(stderr).toContain('kafka-2 ran with other settings; it was restarted.')
  expect([await containersOf(clone, 'kafka-1'), await containersOf(clone, 'kafka-3')]).toEqual(
    others,
  )
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
  expect(stderr).toMatch(seen('OTHER_CLONE'))
  expect(stderr).toContain(clone.folder)
  expect(stderr).toContain('COMPOSE_PROJECT_NAME')
  expect(await clone.run(['cluster', 'status'])).toMatchObject({
    stdout: expect.stringContaining('Ready'),
  })
})
