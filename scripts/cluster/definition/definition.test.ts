import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../state/index.ts'
import { readDefinition } from './definition.ts'

const composeFile = join(projectRoot, 'docker-compose.yml')

test('the compose file defines three brokers', () => {
  const { brokers, release, clusterId } = readDefinition(composeFile, {})
  expect(brokers.map(({ id, name, address }) => [id, name, address])).toEqual([
    [1, 'kafka-1', '127.0.0.1:19091'],
    [2, 'kafka-2', '127.0.0.1:19092'],
    [3, 'kafka-3', '127.0.0.1:19093'],
  ])
  expect(release).toMatch(/^\d+\.\d+\.\d+$/)
  // A Kafka Uuid is 16 bytes; a longer one is kept as garbage by some tools and refused by others.
  expect(Buffer.from(clusterId, 'base64url')).toHaveLength(16)
})

test('WORKBOOK_PORTS moves all published ports', () => {
  const { brokers } = readDefinition(composeFile, { WORKBOOK_PORTS: '2909' })
  expect(brokers.map(({ address }) => address)).toEqual([
    '127.0.0.1:29091',
    '127.0.0.1:29092',
    '127.0.0.1:29093',
  ])
})

test('another image does not change the release', () => {
  const { release, image } = readDefinition(composeFile, { KAFKA_IMAGE: 'standin:latest' })
  expect(image).toBe('standin:latest')
  expect(release).toBe(readDefinition(composeFile, {}).release)
})

test('a port prefix that is no number is refused', () => {
  expect(() => readDefinition(composeFile, { WORKBOOK_PORTS: '70000' })).toThrow('70000')
})

test('services that are no brokers are known by their profiles alone', () => {
  expect(readDefinition(composeFile, {}).profiles).toEqual(['ui', 'app'])
})

test.each([
  ['a wrong indent', 'services:\n  kafka-1:\n image: kafka\n', 'docker-compose.yml cannot be read'],
  ['no services', 'volumes: {}\n', 'it has no services'],
  ['no broker', 'services:\n  ui:\n    image: ui\n', 'it defines no broker'],
])('a compose file with %s is said to be unreadable', (_, text, why) => {
  const file = join(mkdtempSync(join(tmpdir(), 'workbook-')), 'docker-compose.yml')
  writeFileSync(file, text)
  expect(() => readDefinition(file, {})).toThrow(
    expect.objectContaining({ code: 'BAD_SETTING', message: expect.stringContaining(why) }),
  )
  rmSync(dirname(file), { recursive: true })
})
