import { expect, test } from 'vitest'
import { type Clone, makeClone } from '../support/clone.ts'
import { seen } from '../support/seen.ts'

async function withClone(act: (clone: Clone) => Promise<void>, env: NodeJS.ProcessEnv) {
  await using clone = await makeClone({ env })
  await act(clone)
}

test('an image that cannot be had is named, with the way around it', async () => {
  await withClone(
    async (clone) => {
      const { code, stderr } = await clone.run(['cluster', 'up'])
      expect(code).toBe(3)
      expect(stderr).toMatch(seen('IMAGE_MISSING'))
      expect(stderr).toContain('127.0.0.1:9/no-such-image:1')
      expect(stderr).toContain('WORKBOOK_CLUSTER=native')
    },
    { WORKBOOK_CLUSTER: 'compose', KAFKA_IMAGE: '127.0.0.1:9/no-such-image:1' },
  )
})

test('without being told how, brokers run with Java when the image cannot be had', async () => {
  await withClone(
    async (clone) => {
      const { code, stderr } = await clone.run(['cluster', 'up'])
      expect(code, stderr).toBe(0)
      expect(stderr).toContain('Running the brokers with Java instead.')
      const status = await clone.run(['cluster', 'status', '--json'])
      expect(JSON.parse(status.stdout)).toMatchObject({ launcher: 'native', ready: true })
    },
    { WORKBOOK_CLUSTER: '', KAFKA_IMAGE: '127.0.0.1:9/no-such-image:1' },
  )
})
