import { expect, test } from 'vitest'
import { formatProperties, toProperties } from './properties.ts'

test.each([
  ['KAFKA_NODE_ID', 'node.id'],
  ['KAFKA_A__B', 'a_b'],
  ['KAFKA_A___B', 'a-b'],
  ['KAFKA_LOG_KAFKA_DIRS', 'log.kafka.dirs'],
])('%s becomes %s', (variable, property) => {
  expect([...toProperties({ [variable]: '1' }).keys()]).toEqual([property])
})

test.each(['KAFKA_HEAP_OPTS', 'KAFKA_LOG4J_ROOT_LOGLEVEL', 'CLUSTER_ID', 'PATH'])(
  '%s is not for the broker',
  (variable) => {
    expect(toProperties({ [variable]: 'x' }).size).toBe(0)
  },
)

test('values survive the way Java reads property files', () => {
  expect(formatProperties(new Map([['log.dirs', 'C:\\Übung 1']]))).toBe(
    'log.dirs=C:\\\\\\u00dcbung 1\n',
  )
})
