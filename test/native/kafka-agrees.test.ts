// What we write ourselves to save a JVM must be what Kafka's own tools would have written.
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { readDefinition } from '../../scripts/cluster/definition/definition.ts'
import { formatProperties, toProperties } from '../../scripts/cluster/definition/properties.ts'
import { nativeEnvironment } from '../../scripts/cluster/native/environment.ts'
import { formatDataFolder } from '../../scripts/cluster/native/format.ts'
import { jvmArguments } from '../../scripts/cluster/native/jvm.ts'
import { provideToolchain, type Toolchain } from '../../scripts/cluster/native/toolchain.ts'
import { toolClass, toolNames } from '../../scripts/cluster/tools.ts'
import { openStateFolder, projectRoot } from '../../scripts/state/index.ts'
import { silent } from '../../scripts/terminal/index.ts'
import { cleanEnvironment } from '../support/environment.ts'

const definition = readDefinition(join(projectRoot, 'docker-compose.yml'), {})
const folder = mkdtempSync(join(tmpdir(), 'workbook-'))
let toolchain: Toolchain

beforeAll(async () => {
  toolchain = await provideToolchain(definition, openStateFolder({}), cleanEnvironment({}), silent)
})

afterAll(() => rmSync(folder, { recursive: true, force: true }))

function java(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const first = jvmArguments(toolchain, definition.brokers[0]?.environment ?? {})
  return execa(toolchain.java, [...first, ...args], {
    cwd: toolchain.jarsFolder,
    env: { PATH: process.env.PATH, ...env },
    extendEnv: false,
    reject: false,
    all: true,
  })
}

// Kafka's wrapper, as the image's start script calls it. Formatting, its second act, may fail:
// the folders that a container's environment names are not here.
async function wrapperProperties(environment: Record<string, string>): Promise<Set<string>> {
  const dirs = ['defaults', 'mounted', 'final'].map((name) => join(folder, name))
  const [defaults = '', mounted = '', final = ''] = dirs
  for (const dir of dirs) mkdirSync(dir, { recursive: true })
  for (const file of ['server.properties', 'log4j2.yaml', 'tools-log4j2.yaml']) {
    writeFileSync(join(defaults, file), '')
  }
  const options = ['-D', defaults, '-M', mounted, '-F', final]
  await java(['kafka.docker.KafkaDockerWrapper', 'setup', ...options], environment)
  return lines(readFileSync(join(final, 'server.properties'), 'utf8'))
}

function lines(text: string): Set<string> {
  return new Set(text.split('\n').filter(Boolean))
}

test.each(definition.brokers)('the properties of $name in a container', async (broker) => {
  const ours = lines(formatProperties(toProperties(broker.environment)))
  expect(ours).toEqual(await wrapperProperties(broker.environment))
})

test.each(definition.brokers)('the properties of $name as a plain process', async (broker) => {
  const environment = nativeEnvironment(definition, broker, join(folder, 'data'))
  const ours = lines(formatProperties(toProperties(environment)))
  expect(ours).toEqual(await wrapperProperties(environment))
})

test('a folder formatted by us is what the storage tool calls formatted', async () => {
  const [broker] = definition.brokers
  if (!broker) throw new Error('no broker')
  const data = join(folder, 'ours')
  const properties = join(folder, 'ours.properties')
  writeFileSync(
    properties,
    formatProperties(toProperties(nativeEnvironment(definition, broker, data))),
  )
  formatDataFolder({
    folder: data,
    nodeId: 1,
    clusterId: definition.clusterId,
    checkpoint: toolchain.checkpoint,
  })
  const info = await java(['kafka.tools.StorageTool', 'info', '--config', properties])
  expect(info.all).toContain(`cluster.id=${definition.clusterId}`)
  expect(info.all).not.toMatch(/problem/i)
  expect(info.exitCode).toBe(0)
})

test.each(toolNames)('the class behind the tool %s is in the release', (name) => {
  // A jar is a zip file: the names of its entries stand in it as they are.
  const entry = `${toolClass(name).replaceAll('.', '/')}.class`
  const holders = toolchain.jars
    .filter((jar) => jar.startsWith('kafka'))
    .filter((jar) => readFileSync(join(toolchain.jarsFolder, jar)).includes(entry))
  expect(holders).toHaveLength(1)
})
