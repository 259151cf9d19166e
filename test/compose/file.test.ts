// The compose file as Docker Compose understands it; no container is started.
import { execa } from 'execa'
import { beforeAll, expect, test } from 'vitest'
import { parse } from 'yaml'
import { requireEngine } from '../../scripts/cluster/compose/engine.ts'
import { projectRoot } from '../../scripts/state/index.ts'
import { cleanEnvironment } from '../support/environment.ts'

interface Service {
  readonly image?: string
  readonly profiles?: readonly string[]
  readonly ports?: readonly (string | { host_ip: string; published: string; target: number })[]
  readonly environment: Readonly<Record<string, string>>
  readonly depends_on: Readonly<Record<string, { condition: string }>>
  readonly restart?: string
  readonly container_name?: string
}

const guests = ['kafka-ui', 'producer', 'consumer']
let services: Readonly<Record<string, Service>>

beforeAll(async () => {
  const [program, ...first] = await requireEngine(process.env)
  const args = [...first, '--profile', 'ui', '--profile', 'app', 'config']
  const options = { cwd: projectRoot, env: cleanEnvironment({}), extendEnv: false }
  const { stdout } = await execa(program, args, options)
  services = parse(stdout).services
})

test('Docker Compose accepts it with all its profiles', () => {
  const brokers = ['kafka-1', 'kafka-2', 'kafka-3']
  expect(Object.keys(services).sort()).toEqual([...brokers, ...guests].sort())
})

test('nothing is published beyond this machine', () => {
  const published = Object.values(services).flatMap(({ ports = [] }) => ports)
  const addresses = published.map((port) => (typeof port === 'string' ? port : port.host_ip))
  expect(addresses).toHaveLength(4)
  for (const address of addresses) expect(address).toMatch(/^127\.0\.0\.1/)
})

test.each(guests)(
  '%s starts only when it is asked for, and when all brokers are healthy',
  (name) => {
    const { profiles, depends_on: awaited } = services[name] as Service
    expect(profiles).toContain('app')
    for (const broker of ['kafka-1', 'kafka-2', 'kafka-3']) {
      expect(awaited[broker]?.condition).toBe('service_healthy')
    }
  },
)

test('till and baristas are built here, started again after an error, and may be many', () => {
  for (const name of ['producer', 'consumer']) {
    const { image, restart, container_name: fixed } = services[name] as Service
    expect({ image, restart, fixed }).toEqual({
      image: undefined,
      restart: 'on-failure',
      fixed: undefined,
    })
  }
})

// Its image cannot be pulled everywhere, so it is compared with what its authors publish:
// github.com/kafbat/kafka-ui, documentation/compose/kafbat-ui.yaml.
test('kafka-ui is told the brokers in the variables that it reads, at the door for containers', () => {
  const { image, environment, ports = [] } = services['kafka-ui'] as Service
  expect(image).toMatch(/^ghcr\.io\/kafbat\/kafka-ui:v\d+\.\d+\.\d+$/)
  expect(environment).toEqual({
    KAFKA_CLUSTERS_0_NAME: 'workbook',
    KAFKA_CLUSTERS_0_BOOTSTRAPSERVERS: 'kafka-1:19092,kafka-2:19092,kafka-3:19092',
  })
  const [port] = ports
  const target = typeof port === 'string' ? /:(\d+)(?:\/tcp)?$/.exec(port)?.[1] : port?.target
  expect(Number(target)).toBe(8080)
})
