import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../state/index.ts'
import { brokenLinks } from './content.ts'

const docs = readdirSync(join(projectRoot, 'docs')).filter((name) => name.endsWith('.md'))

test.each(['README.md', ...docs.map((name) => `docs/${name}`)])(
  'every link and picture of %s is there',
  (name) => {
    expect(brokenLinks(join(projectRoot, name))).toEqual([])
  },
)
