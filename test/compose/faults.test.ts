// What comes of each mistake in a tutorial's compose file (tutorial.yml). docs/compose-file.md says
// it in words; this proves it.
import { cpSync, mkdtempSync, readdirSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { execa } from 'execa'
import { Kafka, logLevel } from 'kafkajs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { projectRoot } from '../../scripts/state/index.ts'
import { compose, containersOf, docker, provideImage } from '../support/docker.ts'
import { cleanEnvironment } from '../support/environment.ts'
import { freePorts } from '../support/ports.ts'

const ownId = 'Mk3OEYBSD34fcwNTJENDM2Qk' // 24 characters; Kafka's ids have 22
const imagesId = '5L6g3nShT-eMCtK--X86sw'
const patienceMs = 170_000
let port: string
let project: { folder: string; env: NodeJS.ProcessEnv }

beforeAll(async () => {
  port = `${await freePorts()}1`
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'workbook-tutorial-')))
  cpSync(join(projectRoot, 'test/compose/tutorial.yml'), join(folder, 'docker-compose.yml'))
  const env = { KAFKA_IMAGE: await provideImage(), PORT: port }
  project = {
    folder,
    env: cleanEnvironment({ ...env, COMPOSE_PROJECT_NAME: basename(folder).toLowerCase() }),
  }
  const broken = ['command-moved', 'folder-mounted', 'second']
  await compose(project, 'up', '-d', 'kafka', 'eager', 'long-id', ...broken)
})

afterAll(async () => {
  await compose(project, 'down', '-v', '-t', '1')
  rmSync(project.folder, { recursive: true })
})

async function idOf(service: string): Promise<string> {
  const [id = ''] = await containersOf(project, service, { ended: true })
  return id
}

/** Waits until a service has ended by itself; gives its exit code and all that it said. */
async function endOf(service: string): Promise<{ code: number; said: string }> {
  const id = await idOf(service)
  await waitUntil({
    what: `${service} to end`,
    look: () => docker('inspect', '-f', '{{.State.Status}}', id),
    done: ([status]) => status === 'exited',
    timeoutMs: patienceMs,
  })
  const [code] = await docker('inspect', '-f', '{{.State.ExitCode}}', id)
  const { all } = await execa('docker', ['logs', id], { all: true })
  return { code: Number(code), said: all }
}

/** Waits until the broker of a service has formatted its folder; gives the cluster's id in it. */
async function clusterIdOf(service: string): Promise<string | undefined> {
  const read = ['exec', await idOf(service), 'cat', '/tmp/kafka-logs/meta.properties']
  return waitUntil({
    what: `${service} to format its folder`,
    look: async () => {
      const { stdout } = await execa('docker', read, { reject: false })
      return /^cluster\.id=(.+)$/m.exec(stdout)?.[1]
    },
    done: (found) => found !== undefined,
    timeoutMs: patienceMs,
  })
}

/** Runs Kafka's topic tool where the broker's address is right: inside its container. */
async function topicTool(...args: string[]): Promise<string> {
  const at = ['/opt/kafka/bin/kafka-topics.sh', '--bootstrap-server', 'kafka:9092']
  const { stdout } = await execa('docker', ['exec', await idOf('kafka'), ...at, ...args])
  return stdout
}

/** Waits until the broker can be talked to from inside. */
async function waitForKafka(): Promise<void> {
  const knock = ['exec', await idOf('kafka'), 'bash', '-c', ': > /dev/tcp/127.0.0.1/9092']
  await waitUntil({
    what: 'kafka to listen',
    look: async () => (await execa('docker', knock, { reject: false })).failed,
    done: (failed) => !failed,
    timeoutMs: patienceMs,
  })
}

test('a command among the variables is a variable: the cluster has the id of the image', async () => {
  const variables = await docker('inspect', '-f', '{{json .Config.Env}}', await idOf('kafka'))
  expect(variables[0]).toContain('"command=bash -c')
  expect(await clusterIdOf('kafka')).toBe(imagesId)
})

test('a command that is run replaces the start script, and looks for a file that Kafka 4 has not', async () => {
  const { code, said } = await endOf('command-moved')
  expect(code).not.toBe(0)
  expect(said).toContain('NoSuchFileException: /opt/kafka/config/kraft/server.properties')
  expect(said).not.toContain('===>') // what the start script says first
})

test('started after Kafka is not started when Kafka is ready', async () => {
  let seen = await endOf('eager')
  // Where the engine is slow and the broker quick, the broker may be first: nothing promises it.
  const deadline = performance.now() + patienceMs
  while (seen.code === 0 && performance.now() < deadline) {
    await compose(project, 'stop', '-t', '1', 'kafka')
    await compose(project, 'up', '-d', 'eager')
    seen = await endOf('eager')
  }
  expect(seen.code).toBe(1)
  expect(seen.said).toContain('Connection refused')
})

test('a mounted folder belongs to root, and the broker may not write to it', async () => {
  const { code, said } = await endOf('folder-mounted')
  expect(code).not.toBe(0)
  expect(said).toMatch(/AccessDeniedException: \/tmp\/kafka-logs/)
})

test('with localhost for a voter there can be no second broker', async () => {
  const { code, said } = await endOf('second')
  expect(code).not.toBe(0)
  expect(said).toContain('the node id 2 must be included in the set of voters')
})

test('an id that is none is not refused: it is kept as it is', async () => {
  expect(Buffer.from(ownId, 'base64url')).toHaveLength(18)
  expect(Buffer.from(imagesId, 'base64url')).toHaveLength(16)
  expect(await clusterIdOf('long-id')).toBe(ownId)
})

test('everybody on the network can reach the broker', async () => {
  expect((await docker('port', await idOf('kafka')))[0]).toBe(`9092/tcp -> 0.0.0.0:${port}`)
})

test('a program on the host gets through, and is then sent to a name that only containers know', async () => {
  await waitForKafka()
  await topicTool('--create', '--topic', 'orders')
  const brokers = [`127.0.0.1:${port}`]
  const calm = { retry: { retries: 2 }, connectionTimeout: 20_000, logLevel: logLevel.NOTHING }
  const producer = new Kafka({ brokers, ...calm }).producer()
  await producer.connect()
  const sent = producer.send({ topic: 'orders', messages: [{ value: 'flat white' }] })
  await expect(sent).rejects.toThrow(/getaddrinfo \w+ kafka/)
  await producer.disconnect()
})

test('records that lie beside the volume are gone after down and up', async () => {
  expect(readdirSync(join(project.folder, 'data'))).toEqual([])
  await compose(project, 'rm', '-sf', 'kafka') // what `down` does, for this one
  await compose(project, 'up', '-d', '--no-deps', 'kafka')
  await waitForKafka()
  expect(await topicTool('--list')).not.toContain('orders')
})

test('with a name of its own a container can be there once only', async () => {
  await expect(compose(project, 'up', '-d', '--scale', 'named=2', 'named')).rejects.toThrow(
    /custom container name|unique name|container name/,
  )
})
