import { X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import tls from 'node:tls'
import { expect, test } from 'vitest'
import { fingerprint } from '../membership/index.ts'
import { makeCertificate } from './certificate.ts'

const now = new Date('2026-11-25T10:00:00Z')

test('it is for the address alone, and verifies itself', () => {
  const parsed = new X509Certificate(makeCertificate('192.168.1.5', now).certificate)
  expect(parsed.checkIP('192.168.1.5')).toBe('192.168.1.5')
  expect(parsed.checkIP('192.168.1.6')).toBeUndefined()
  expect(parsed.verify(parsed.publicKey)).toBe(true)
  expect(new Date(parsed.validFrom) < now && now < new Date(parsed.validTo)).toBe(true)
})

test('a host name is possible as well', () => {
  const parsed = new X509Certificate(makeCertificate('teacher.local', now).certificate)
  expect(parsed.checkHost('teacher.local')).toBe('teacher.local')
})

test('a client that was given it connects, one that was given another does not', async () => {
  const own = makeCertificate('127.0.0.1', new Date())
  const other = makeCertificate('127.0.0.1', new Date())
  const server = tls.createServer({ key: own.key, cert: own.certificate }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const connect = async (ca: string) => {
    const socket = tls.connect({ host: '127.0.0.1', port, ca })
    try {
      await once(socket, 'secureConnect')
      return fingerprint(socket.getPeerCertificate().raw, 8).toString('hex')
    } finally {
      socket.destroy()
    }
  }
  const known = fingerprint(new X509Certificate(own.certificate).raw, 8).toString('hex')
  expect(await connect(own.certificate)).toBe(known)
  await expect(connect(other.certificate)).rejects.toThrow()
  server.close()
})
