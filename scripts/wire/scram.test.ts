import { expect, test } from 'vitest'
import { ScramLogin } from './scram.ts'

const pencil = { username: 'user', password: 'pencil' }

// RFC 5802, section 5, and RFC 7677, section 3.
test.each([
  {
    hash: 'sha1',
    nonce: 'fyko+d2lbbFgONRv9qkxdawL',
    first: 'n,,n=user,r=fyko+d2lbbFgONRv9qkxdawL',
    serverFirst: 'r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,s=QSXCR+Q6sek8bf92,i=4096',
    proof: 'c=biws,r=fyko+d2lbbFgONRv9qkxdawL3rfcNHYJY1ZVvWVs7j,p=v0X8v3Bz2T0CJGbJQyF0X+HI4Ts=',
    serverFinal: 'v=rmF9pqV8S7suAoZWja4dJRkFsKQ=',
  },
  {
    hash: 'sha256',
    nonce: 'rOprNGfwEbeRWgbNEkqO',
    first: 'n,,n=user,r=rOprNGfwEbeRWgbNEkqO',
    serverFirst:
      'r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096',
    proof:
      'c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=',
    serverFinal: 'v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=',
  },
])('the example of the RFC, $hash', async (example) => {
  const login = new ScramLogin(example.hash, pencil, example.nonce)
  expect(login.first()).toBe(example.first)
  expect(await login.proof(example.serverFirst)).toBe(example.proof)
  expect(() => login.verify(example.serverFinal)).not.toThrow()
  expect(() =>
    login.verify(example.serverFinal.replace('v=r', 'v=s').replace('v=6', 'v=7')),
  ).toThrow('does not know the password')
})

test('a name may hold what separates the parts of a message', () => {
  const { username, password } = { username: 'a=b,c', password: '' }
  expect(new ScramLogin('sha256', { username, password }, 'x').first()).toBe('n,,n=a=3Db=2Cc,r=x')
})

test.each([
  ['an answer to somebody else', 'r=other,s=QSXCR+Q6sek8bf92,i=4096', 'answers somebody else'],
  ['a password that would be badly protected', 'r=x1,s=QSXCR+Q6sek8bf92,i=10', '10 iterations'],
  ['an answer without iterations', 'r=x1,s=QSXCR+Q6sek8bf92', 'iterations'],
])('%s is refused', async (_, serverFirst, why) => {
  await expect(new ScramLogin('sha256', pencil, 'x').proof(serverFirst)).rejects.toThrow(why)
})

test.each(['', 'v=', 'e=invalid-proof'])('nothing is proven by "%s"', (serverFinal) => {
  expect(() => new ScramLogin('sha256', pencil).verify(serverFinal)).toThrow()
})
