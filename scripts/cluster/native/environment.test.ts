import { join } from 'node:path'
import { expect, test } from 'vitest'
import { projectRoot } from '../../state/index.ts'
import { readDefinition } from '../definition/definition.ts'
import { doorPorts, nativeEnvironment } from './environment.ts'

const definition = readDefinition(join(projectRoot, 'docker-compose.yml'), {})

test('side by side the brokers take nine ports in a row', () => {
  const ports = definition.brokers.flatMap((broker) => [...doorPorts(definition, broker).values()])
  expect(ports.sort()).toEqual([19091, 19092, 19093, 19094, 19095, 19096, 19097, 19098, 19099])
})

test('host names give way to this machine, everything else stays', () => {
  const [broker] = definition.brokers
  if (!broker) throw new Error('no broker')
  const native = nativeEnvironment(definition, broker, '/data')
  const changed = Object.keys(native).filter((key) => native[key] !== broker.environment[key])
  expect(changed.sort()).toEqual([
    'KAFKA_ADVERTISED_LISTENERS',
    'KAFKA_CONTROLLER_QUORUM_VOTERS',
    'KAFKA_LISTENERS',
    'KAFKA_LOG_DIRS',
  ])
  expect(native.KAFKA_LISTENERS).toBe(
    'HOST://127.0.0.1:19091,BROKER://127.0.0.1:19094,CONTROLLER://127.0.0.1:19097',
  )
  expect(native.KAFKA_ADVERTISED_LISTENERS).toBe('HOST://127.0.0.1:19091,BROKER://127.0.0.1:19094')
  expect(native.KAFKA_CONTROLLER_QUORUM_VOTERS).toBe(
    '1@127.0.0.1:19097,2@127.0.0.1:19098,3@127.0.0.1:19099',
  )
})
