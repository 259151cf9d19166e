import { expect, test } from 'vitest'
import { readSettings } from './settings.ts'

const brokers = { KAFKA_BROKERS: 'one:9092, two:9093,' }
const user = { KAFKA_USERNAME: 'ana', KAFKA_PASSWORD: 'secret' }

test.each([
  [{}, {}],
  [{ KAFKA_TLS: 'no' }, {}],
  [{ KAFKA_TLS: 'yes' }, { tls: {} }],
  [user, { sasl: { mechanism: 'scram-sha-256', username: 'ana', password: 'secret' } }],
  [
    { ...user, KAFKA_SASL_MECHANISM: 'PLAIN' },
    { sasl: { mechanism: 'plain', username: 'ana', password: 'secret' } },
  ],
])('%o', (env, expected) => {
  expect(readSettings({ ...brokers, ...env })).toEqual({
    brokers: ['one:9092', 'two:9093'],
    ...expected,
  })
})

test.each([
  [{ KAFKA_BROKERS: ' , ' }, 'KAFKA_BROKERS is not set'],
  [{ KAFKA_BROKERS: 'one' }, 'KAFKA_BROKERS names "one"'],
  [{ KAFKA_BROKERS: 'kafka://one:9092' }, 'KAFKA_BROKERS names "kafka://one:9092"'],
  [{ KAFKA_TLS: 'true' }, 'KAFKA_TLS is "true"'],
  [{ KAFKA_TLS: 'no', KAFKA_CA: 'ca.pem' }, 'KAFKA_TLS is no'],
  [{ KAFKA_CA: '/nowhere/ca.pem' }, 'KAFKA_CA names /nowhere/ca.pem, which cannot be read'],
  [{ KAFKA_CA: 'package.json' }, 'holds no certificate'],
  [{ KAFKA_USERNAME: 'ana' }, 'KAFKA_PASSWORD is not'],
  [{ KAFKA_PASSWORD: 'secret' }, 'KAFKA_USERNAME is not'],
  [{ KAFKA_SASL_MECHANISM: 'plain' }, 'KAFKA_USERNAME is not'],
  [{ ...user, KAFKA_SASL_MECHANISM: 'gssapi' }, 'KAFKA_SASL_MECHANISM is "gssapi"'],
])('%o is refused', (env, why) => {
  const read = () => readSettings({ ...brokers, ...env })
  expect(read).toThrow(why)
  expect(read).not.toThrow('secret')
})
