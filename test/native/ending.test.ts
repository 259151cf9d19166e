// What we ended is gone for good: no lock, port or file is held by it any more, no process is left.
import { spawn } from 'node:child_process'
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { readDefinition } from '../../scripts/cluster/definition/definition.ts'
import { endLeftovers, findOwnProcesses } from '../../scripts/cluster/native/processes.ts'
import { stopBrokers } from '../../scripts/cluster/native/stopping.ts'
import { knownToolchain, type Toolchain } from '../../scripts/cluster/native/toolchain.ts'
import { train } from '../../scripts/cluster/native/training.ts'
import { ownershipArguments } from '../../scripts/cluster/ownership.ts'
import { waitForCoordinators } from '../../scripts/cluster/readiness.ts'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { projectRoot } from '../../scripts/state/index.ts'
import { silent } from '../../scripts/terminal/index.ts'
import { usersOf } from '../support/disk.ts'
import { freePorts } from '../support/ports.ts'

vi.mock('../../scripts/cluster/readiness.ts', { spy: true })

const home = mkdtempSync(join(tmpdir(), 'workbook-ending-'))
const definition = readDefinition(join(projectRoot, 'docker-compose.yml'), {
  WORKBOOK_PORTS: await freePorts(),
})
let toolchain: Toolchain

beforeAll(() => {
  const known = knownToolchain(definition, join(projectRoot, '.workbook'), {})
  if (!known) throw new Error('Kafka has not been prepared: npm run cluster up')
  toolchain = known
})

afterAll(() => rmSync(home, { recursive: true }))

// So much memory that the kernel is a while at taking it back, with the files still open.
async function startLargeJava(role: string): Promise<void> {
  const log = openSync(join(home, 'log'), 'w')
  const heap = ['-Xms768m', '-XX:+AlwaysPreTouch', '-XX:+UseSerialGC', '-Xlog:gc+init']
  const tool = ['-cp', toolchain.jars.join(':'), 'org.apache.kafka.tools.ConsoleProducer']
  const args = [...ownershipArguments(home, role), ...heap, ...tool]
  const address = ['--bootstrap-server', '127.0.0.1:9', '--topic', 'none']
  const options = { cwd: toolchain.jarsFolder, stdio: ['pipe', log, log] as const }
  spawn(toolchain.java, [...args, ...address], { ...options, stdio: ['pipe', log, log] })
  closeSync(log)
  await waitUntil({
    what: 'a JVM that has its memory',
    look: async () => readFileSync(join(home, 'log'), 'utf8'),
    done: (text) => text.includes('Heap'),
    timeoutMs: 120_000,
  })
}

test.skipIf(process.platform !== 'linux').each([
  ['a broker that was stopped', 'broker-2', () => stopBrokers(home, [2], 3)],
  ['a leftover that was killed', 'training', () => endLeftovers(home, 10_000)],
] as const)('%s has closed its files', async (_, role, end) => {
  await startLargeJava(role)
  expect(usersOf(home)).toHaveLength(1)
  await end()
  expect(usersOf(home)).toEqual([])
})

test('a training that fails leaves no broker behind', async () => {
  vi.mocked(waitForCoordinators).mockRejectedValueOnce(new Error('waited long enough'))
  const archive = join(home, 'classes.jsa')
  const [trainee] = definition.brokers
  if (!trainee) throw new Error('no broker')
  const own = { ...toolchain, archive, checkpoint: join(home, 'bootstrap.checkpoint') }
  await expect(train(own, definition, trainee, home, silent)).rejects.toThrow('long enough')
  expect(await findOwnProcesses(home)).toEqual([])
  expect(existsSync(archive)).toBe(false)
})
