import { expect, test } from 'vitest'
import { readFences } from './fences.ts'
import { splitPage } from './lessons.ts'
import { quotedRegion } from './regions.ts'

test('a fence says where its text comes from', () => {
  const page = [
    '```ts file=demo.ts#send',
    'await send()',
    '```',
    '```sh not-run="you type it"',
    'npm test',
    '```',
    '```',
    'bare',
    '```',
  ].join('\n')
  expect(readFences(page)).toEqual([
    { language: 'ts', origin: { kind: 'file', value: 'demo.ts#send' }, text: 'await send()' },
    { language: 'sh', origin: { kind: 'not-run', value: 'you type it' }, text: 'npm test' },
    { language: '', origin: undefined, text: 'bare' },
  ])
})

test('a region is quoted without its indent', () => {
  const source = ['{', '  // #region a', '  if (x) {', '    y()', '  }', '  // #endregion', '}']
  expect(quotedRegion(source.join('\n'), 'a')).toBe('if (x) {\n  y()\n}')
  expect(quotedRegion(source.join('\n'), 'b')).toBeUndefined()
})

test('front matter is split from the page', () => {
  expect(splitPage('---\ntitle: A\n---\n# Page\n')).toEqual({
    frontMatter: { title: 'A' },
    page: '# Page\n',
  })
  expect(splitPage('# Page\n').page).toBe('# Page\n')
})
