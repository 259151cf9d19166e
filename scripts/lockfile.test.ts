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

test('package-lock.json names no registry', () => {
  const text = readFileSync(join(projectRoot, 'package-lock.json'), 'utf8')
  expect(text).not.toMatch(/"resolved":/)
})
