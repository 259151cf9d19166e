import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from './state/index.ts'

// npm leaves out what the registry of the moment lacks, and `npm ci` then fails for everybody.
test('package-lock.json holds the packages of every platform', () => {
  const { packages } = JSON.parse(readFileSync(join(projectRoot, 'package-lock.json'), 'utf8'))
  const present = new Set(Object.keys(packages).map((place) => place.split('node_modules/').at(-1)))
  const wanted = Object.values<{ optionalDependencies?: object }>(packages).flatMap((one) =>
    Object.keys(one.optionalDependencies ?? {}),
  )
  expect(wanted.filter((name) => !present.has(name))).toEqual([])
})

test.each(['.', 'scripts/app'])('package-lock.json in %s names no registry', (folder) => {
  const text = readFileSync(join(projectRoot, folder, 'package-lock.json'), 'utf8')
  expect(text).not.toMatch(/"resolved":/)
})

test('the app in containers has the same KafkaJS as the lessons', () => {
  const lockedIn = (folder: string): unknown =>
    JSON.parse(readFileSync(join(projectRoot, folder, 'package-lock.json'), 'utf8')).packages[
      'node_modules/kafkajs'
    ]
  expect(lockedIn('scripts/app')).toEqual(lockedIn('.'))
})
