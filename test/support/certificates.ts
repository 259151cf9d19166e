import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** An authority of a test's own, which nobody else trusts. */
export interface Authority extends Disposable {
  /** The PEM file by which to trust it. */
  readonly file: string
  /**
   * Signs a certificate for a listener, for these names (`DNS:localhost,IP:127.0.0.1`); gives the
   * PEM file with it and its key, as Kafka reads it. One for `days: -1` is out of date already.
   */
  sign(names: string, days?: number): string
}

/** Makes an authority with its files in a temporary folder. */
export function makeAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-ca-'))
  const at = (name: string): string => join(folder, name)
  const openssl = (...args: string[]): void => {
    execFileSync('openssl', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] })
  }
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
  const ca = ['-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=Test authority', '-days', '2']
  openssl('req', '-x509', ...newKey, ...ca)
  let signed = 0
  return {
    file: at('ca.pem'),
    sign(names, days = 2) {
      const name = `listener-${++signed}`
      const subject = ['-subj', '/CN=a broker', '-addext', `subjectAltName=${names}`]
      openssl('req', ...newKey, '-keyout', `${name}.key`, '-out', `${name}.csr`, ...subject)
      const by = ['-CA', 'ca.pem', '-CAkey', 'ca.key', '-CAcreateserial']
      const how = ['-days', `${days}`, '-copy_extensions', 'copyall', '-out', `${name}.crt`]
      openssl('x509', '-req', '-in', `${name}.csr`, ...by, ...how)
      const parts = [`${name}.key`, `${name}.crt`].map((part) => readFileSync(at(part), 'utf8'))
      writeFileSync(at(`${name}.pem`), parts.join(''))
      return at(`${name}.pem`)
    },
    [Symbol.dispose]: () => rmSync(folder, { recursive: true }),
  }
}
