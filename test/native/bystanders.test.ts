// Brokers are found by their command line, and others may have the same words in theirs: a search
// for them, an editor, the brokers of another clone. None of these is ever signalled.
import { delimiter, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listJars } from '../../scripts/cluster/native/jars.ts'
import { findOwnProcesses, findOwnProcessesByPs } from '../../scripts/cluster/native/processes.ts'
import { ownershipArguments } from '../../scripts/cluster/ownership.ts'
import { rolesOf } from '../support/brokers.ts'
import { type Bystander, startBystander } from '../support/bystander.ts'
import { type Clone, makeClone } from '../support/clone.ts'
import { toolchainOf } from '../support/toolchain.ts'

const roles = ['broker-1', 'broker-2', 'broker-3', 'training', 'maven']
let clone: Clone
const bystanders = new Map<string, Bystander>()

beforeAll(async () => {
  clone = await makeClone()
  for (const role of roles) {
    for (const [name, start] of Object.entries(bystandersOf(role))) {
      bystanders.set(`${name} ${role}`, await start())
    }
  }
  const { code, stderr } = await clone.run(['cluster', 'up'])
  expect(code, stderr).toBe(0)
})

afterAll(async () => {
  await clone[Symbol.asyncDispose]()
  for (const bystander of bystanders.values()) await bystander[Symbol.asyncDispose]()
})

function bystandersOf(role: string): Record<string, () => Promise<Bystander>> {
  const [home = '', mark = ''] = ownershipArguments(clone.home, role)
  return {
    'a search for': () => startBystander('grep', ['-e', home, '-e', mark, '-']),
    'a shell that mentions': () =>
      startBystander('sh', ['-c', `read -r line # java ${home} ${mark}`]),
    'a shell called java with': () =>
      startBystander('sh', ['-c', 'read -r line', 'java', home, mark]),
    'another program with the very arguments of': () =>
      startBystander(process.execPath, ['-e', 'process.stdin.resume()', 'java', home, mark]),
  }
}

// A Kafka tool that waits for input: Java, as the brokers are.
function startProducer(first: readonly string[], last: readonly string[]): Promise<Bystander> {
  const jars = join(toolchainOf(clone.home), 'jars')
  const classPath = ['-cp', listJars(jars).join(delimiter)]
  const address = `127.0.0.1:${clone.ports}1`
  const tool = ['org.apache.kafka.tools.ConsoleProducer', '--bootstrap-server', address]
  return startBystander(
    'java',
    [...first, '-Xmx64m', ...classPath, ...tool, '--topic', 'none', ...last],
    { cwd: jars },
  )
}

test.skipIf(process.platform === 'win32')('ps finds the same brokers as the kernel', async () => {
  expect(await clone.run(['cluster', 'pause', '3'])).toMatchObject({ code: 0 })
  const byPs = await findOwnProcessesByPs(clone.home)
  expect(byPs.map(({ role }) => role).sort()).toEqual(['broker-1', 'broker-2', 'broker-3'])
  expect(byPs).toEqual(await findOwnProcesses(clone.home))
  expect(await clone.run(['cluster', 'resume', '3'])).toMatchObject({ code: 0 })
})

test('pause, stop, kill, down and wipe touch nothing but the three brokers', async () => {
  const [home = '', mark = ''] = ownershipArguments(clone.home, 'broker-2')
  const neighbour = ownershipArguments(`${clone.home}-2`, 'broker-2')
  bystanders.set('the broker of a clone next door', await startProducer(neighbour, []))
  const words = ['--reader-property', home, '--reader-property', mark]
  bystanders.set('a Java program that is told of', await startProducer([], words))
  const untouched = (): string[] =>
    [...bystanders].filter(([, bystander]) => bystander.isUntouched()).map(([name]) => name)
  const all = [...bystanders.keys()]

  expect(untouched()).toEqual(all)
  expect(await rolesOf(clone)).toEqual(['broker-1', 'broker-2', 'broker-3'])
  for (const words of ['pause 2', 'kill 2', 'start 2', 'stop 2', 'up', 'down', 'wipe yes']) {
    const { code, stderr } = await clone.run(['cluster', ...words.split(' ')])
    expect(code, stderr).toBe(0)
    expect(untouched(), `after cluster ${words}`).toEqual(all)
  }
  expect(await rolesOf(clone)).toEqual([])
})
