import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { waitUntil } from '../../scripts/cluster/index.ts'
import { makeClone } from '../support/clone.ts'

test('where a port is taken, the next one serves', async () => {
  await using clone = await makeClone()
  const taken = createServer()
  await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve))
  const { port } = taken.address() as { port: number }
  const docs = clone.start(['docs'], { WORKBOOK_DOCS_PORT: `${port}` })
  const address = await waitUntil({
    what: 'docs to say where it serves',
    look: async () => /http:\S+\//.exec(docs.printed())?.[0] ?? '',
    done: (said) => said !== '',
    timeoutMs: 120_000,
  })
  expect(Number(new URL(address).port)).toBeGreaterThan(port)
  const page = await fetch(`${address}lessons/01-producers.html`)
  expect(await page.text()).toContain('Producers')
  docs.signalGroup('SIGINT')
  expect((await docs.ended).code).toBe(130)
  taken.close()
})
