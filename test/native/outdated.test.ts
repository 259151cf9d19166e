// Brokers that run with other settings or ports than the compose file has now, as Compose itself
// would recreate such containers.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { rolesOf } from '../support/brokers.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { statusOf } from '../support/launcher-calls.ts'
import { freePorts } from '../support/ports.ts'

let clone: Clone

beforeAll(async () => {
  clone = await makeClone()
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
  await clone.run(['kafka', 'topics', '--create', '--topic', 'kept'])
})

afterAll(() => clone[Symbol.asyncDispose]())

test('a setting changed in the compose file reaches the broker at the next up', async () => {
  const file = join(clone.folder, 'docker-compose.yml')
  const text = readFileSync(file, 'utf8')
  writeFileSync(
    file,
    text.replace('KAFKA_NODE_ID: 2', 'KAFKA_NODE_ID: 2\n      KAFKA_BROKER_RACK: b'),
  )
  expect(await statusOf(clone)).toMatchObject({ ready: false })
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
  expect(stderr).toContain('kafka-2 ran with other settings; it was restarted.')
  expect(stderr).not.toContain('kafka-1 ran')
  const versions = await clone.run(['kafka', 'broker-api-versions'])
  expect(versions.stdout).toContain('rack: b')
})

test('brokers move with WORKBOOK_PORTS, and keep what they hold', async () => {
  const moved = { WORKBOOK_PORTS: await freePorts() }
  const { code, stderr } = await clone.run(['cluster', 'up'], moved)
  expect(code, stderr).toBe(0)
  expect(stderr).toContain('other settings or ports; they were restarted')
  expect(await rolesOf(clone)).toEqual(['broker-1', 'broker-2', 'broker-3'])
  const { stdout } = await clone.run(['kafka', 'topics', '--list'], moved)
  expect(stdout).toContain('kept')
  await clone.run(['cluster', 'down'], moved)
})
