import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readFences } from '../catalog/index.ts'
import { projectRoot } from '../state/index.ts'
import { brokenLinks, falseFences } from './content.ts'

const folder = join(projectRoot, 'docs')
const docs = readdirSync(folder).filter((name) => name.endsWith('.md'))

test.each(['README.md', ...docs.map((name) => `docs/${name}`)])(
  'every link and picture of %s is there',
  (name) => {
    expect(brokenLinks(join(projectRoot, name))).toEqual([])
  },
)

test.each(docs)('every block of code in docs/%s is what it says it is', (name) => {
  expect(falseFences(folder, readFileSync(join(folder, name), 'utf8'))).toEqual([])
})

test('the page about the compose file quotes all of it, in its order', () => {
  const origin = '../docker-compose.yml'
  const quoted = readFences(readFileSync(join(folder, 'compose-file.md'), 'utf8'))
    .filter((fence) => fence.origin?.value === origin)
    .flatMap(({ text }) => text.split('\n'))
  const file = readFileSync(join(folder, origin), 'utf8').split('\n')
  const body = file.slice(file.findIndex((line) => line.startsWith('# What all three brokers')))
  expect(quoted.filter(Boolean)).toEqual(body.filter(Boolean))
})
