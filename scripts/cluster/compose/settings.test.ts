import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Container } from './containers.ts'
import { findOutdated, rememberRight, type Settings } from './settings.ts'

const old = 'a'.repeat(64)
const now = 'b'.repeat(64)
let folder: string
let asked: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workbook-settings-'))
  // biome-ignore lint/suspicious/noTemplateCurlyInString: compose files write variables so
  writeFileSync(join(folder, 'docker-compose.yml'), 'image: ${KAFKA_IMAGE:-kafka}')
  asked = 0
})

afterEach(() => rmSync(folder, { recursive: true }))

// A Compose 2.30.1, which wants kafka-1 and kafka-2 to be as they are `now`.
function settings(env: NodeJS.ProcessEnv = {}): Settings {
  const answer = (args: readonly string[]): string =>
    args.includes('version') ? '2.30.1\n' : `kafka-1 ${now}\nkafka-2 ${now}`
  const ask: Settings['ask'] = async (...args) => {
    asked++
    return answer(args)
  }
  return { file: join(folder, 'docker-compose.yml'), home: join(folder, 'state'), env, ask }
}

function container(service: string, configHash: string, more: Partial<Container> = {}): Container {
  return {
    id: service,
    service,
    state: 'running',
    exitCode: 0,
    folder,
    configHash,
    madeBy: '2.30.1',
    files: ['docker-compose.yml'],
    ...more,
  }
}

test('a container that Compose would make differently now is outdated', async () => {
  const found = [container('kafka-1', now), container('kafka-2', old)]
  expect([...(await findOutdated(settings(), found))]).toEqual(['kafka-2'])
  expect([...(await findOutdated(settings(), found))]).toEqual(['kafka-2'])
  expect(asked).toBe(2) // its version and the hashes
})

test.each([
  ['made by another Compose, which hashes in its own way', { madeBy: '1.29.2' }],
  ['made from one more file', { files: ['docker-compose.yml', 'docker-compose.override.yml'] }],
  ['stopped, and made anew when it is started', { state: 'exited' }],
] as const)('one is left alone that was %s', async (_, more) => {
  expect(await findOutdated(settings(), [container('kafka-1', old, more)])).toEqual(new Set())
})

test('where Compose cannot tell, nothing is outdated', async () => {
  const ask = (): Promise<string> => Promise.reject(new Error('unknown flag: --hash'))
  const found = [container('kafka-1', old)]
  expect(await findOutdated({ ...settings(), ask }, found)).toEqual(new Set())
})

test('Compose is asked once, and again when the file or a variable in it has changed', async () => {
  const found = [container('kafka-1', now)]
  await findOutdated(settings(), found)
  await findOutdated(settings(), found)
  expect(asked).toBe(2)
  await findOutdated(settings({ KAFKA_IMAGE: 'other' }), found)
  expect(asked).toBe(4)
})

test('a broker that comes back is not asked about again', async () => {
  await findOutdated(settings(), [container('kafka-1', now), container('kafka-2', now)])
  await findOutdated(settings(), [container('kafka-1', now)])
  rememberRight(settings(), [container('kafka-1', now)])
  await findOutdated(settings(), [container('kafka-1', now), container('kafka-2', now)])
  expect(asked).toBe(2)
})

test('what Compose has just made is right, whatever it prints', async () => {
  const found = [container('kafka-1', old)]
  rememberRight(settings(), found)
  expect(await findOutdated(settings(), found)).toEqual(new Set())
})
