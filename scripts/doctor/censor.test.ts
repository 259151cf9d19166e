import { expect, test } from 'vitest'
import { censor } from './censor.ts'

const owner = {
  user: 'ada',
  home: '/home/ada',
  host: 'ada-laptop',
  env: {
    KAFKA_PASSWORD: 'pass.word+1',
    KAFKA_USERNAME: 'till-7',
    NPM_TOKEN: 'pass.word+123',
    WORKBOOK_PORTS: '2909',
    CI_API_KEY: 'a',
  },
}

test.each([
  [
    'a password, whatever stands around it',
    'sasl=till-7:pass.word+1;',
    'sasl=<KAFKA_USERNAME>:<KAFKA_PASSWORD>;',
  ],
  ['a secret that begins with another', 'pass.word+123', '<NPM_TOKEN>'],
  ['the home folder', '/home/ada/kafka and /home/ada', '~/kafka and ~'],
  [
    'the user elsewhere',
    '/tmp/ada/x, ada.01-producers.me',
    '/tmp/<user>/x, <user>.01-producers.me',
  ],
  ['the machine', 'ada-laptop:9092', '<host>:9092'],
  ['a registry', 'from https://npm.example.org/a/-/b.tgz: 401', 'from <address>: 401'],
  ['a login in an address', 'tcp://ada:x@10.0.0.7:2375', 'tcp://<login>@10.0.0.7:2375'],
])('hides %s', (_, text, shown) => {
  expect(censor(text, owner)).toBe(shown)
})

test.each([
  'WORKBOOK_PORTS=2909',
  'Install a newer Node from https://nodejs.org, then try again.',
  'a broker, adamant',
])('leaves "%s" as it is', (text) => {
  expect(censor(text, owner)).toBe(text)
})
