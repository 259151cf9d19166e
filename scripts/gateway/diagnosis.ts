// Why a broker cannot be used, found out by looking once more. Nothing secret is sent meanwhile.
import tls from 'node:tls'
import { WorkbookError } from '../errors.ts'
import { apiKeys, askOver, splitAddress } from '../wire/index.ts'
import { ANSWER_TIMEOUT_MS, connect } from './dial.ts'
import type { Security } from './security.ts'

const METADATA = 3
const unresolved = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_NODATA', 'EAI_NONAME']
const unreachable = ['ECONNREFUSED', 'ETIMEDOUT', 'EHOSTUNREACH', 'ENETUNREACH']
// Names of OpenSSL's verdicts. Source: Node's documentation, "TLS", "X509 certificate error codes".
const outOfDate = ['CERT_HAS_EXPIRED', 'CERT_NOT_YET_VALID']
const untrusted = [
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'CERT_SIGNATURE_FAILURE',
]

/** What befell whoever asked a broker, in words, if it is known. */
export async function explain(
  address: string,
  security: Security,
  error: unknown,
): Promise<unknown> {
  if (!(error instanceof Error) || error instanceof WorkbookError) return error
  const { code = '' } = error as NodeJS.ErrnoException
  const { host } = splitAddress(address)
  const cause = { cause: error }
  if (unresolved.includes(code)) {
    return new WorkbookError('UNRESOLVED', `The name ${host} does not resolve (${code}).`, cause)
  }
  if (unreachable.includes(code)) {
    return new WorkbookError('UNREACHABLE', `No broker answers at ${address}.`, cause)
  }
  if (code === 'SILENT') {
    return new WorkbookError('UNREACHABLE', `${error.message}.`, cause)
  }
  return (
    (await explainCertificate(address, code, error)) ??
    (await explainHangUp(address, security, error))
  )
}

async function explainCertificate(
  address: string,
  code: string,
  cause: Error,
): Promise<WorkbookError | undefined> {
  const wrongName = code === 'ERR_TLS_CERT_ALTNAME_INVALID'
  if (!wrongName && !outOfDate.includes(code) && !untrusted.includes(code)) return undefined
  const { issuer, subjectaltname, valid_from, valid_to } = await certificateAt(address)
  if (wrongName) {
    const names = subjectaltname?.replaceAll(/(DNS|IP Address):/g, '') ?? 'no name'
    const what = `The certificate of ${address} is for ${names}, not for ${splitAddress(address).host}.`
    return new WorkbookError('CERTIFICATE_NAME', what, { cause })
  }
  if (outOfDate.includes(code)) {
    const what = `The certificate of ${address} is valid from ${valid_from} to ${valid_to}.`
    return new WorkbookError('CERTIFICATE_DATE', what, { cause })
  }
  const signer = issuer?.CN ?? issuer?.O ?? 'somebody'
  const what = `The certificate of ${address} is signed by "${signer}", whom this machine does not trust.`
  return new WorkbookError('CERTIFICATE_UNTRUSTED', what, { cause })
}

// The line was cut: as a rule one side speaks TLS and the other does not, or nobody logged in.
async function explainHangUp(
  address: string,
  security: Security,
  cause: Error,
): Promise<WorkbookError> {
  if (!security.tls && (await speaksTls(address))) {
    return new WorkbookError('TLS_WANTED', `${address} wants TLS, and is spoken to without.`)
  }
  if (security.tls && (await askKeys(address, undefined))) {
    return new WorkbookError('NO_TLS', `${address} speaks no TLS, and is spoken to with it.`)
  }
  if (/CERTIFICATE_REQUIRED|BAD_CERTIFICATE|HANDSHAKE_FAILURE/.test(codeOf(cause))) {
    return new WorkbookError('CLIENT_CERTIFICATE', `${address} wants a certificate of its clients.`)
  }
  const keys = await askKeys(address, security.tls)
  if (keys && !keys.includes(METADATA)) {
    return new WorkbookError('NOT_KAFKA', `${address} is a controller's, and for brokers only.`)
  }
  if (keys && !security.sasl) {
    return new WorkbookError('SASL_WANTED', `${address} wants its users to log in.`)
  }
  return new WorkbookError(
    'NOT_KAFKA',
    `${address} takes connections, but not as a Kafka broker does: ${cause.message}`,
    { cause },
  )
}

function codeOf(error: Error): string {
  return (error as NodeJS.ErrnoException).code ?? ''
}

async function certificateAt(address: string): Promise<Partial<tls.PeerCertificate>> {
  const socket = await connect(address, { rejectUnauthorized: false }).catch(() => undefined)
  if (!(socket instanceof tls.TLSSocket)) return {}
  const shown = socket.getPeerCertificate() // while it is open
  socket.destroy()
  return shown
}

async function speaksTls(address: string): Promise<boolean> {
  const socket = await connect(address, { rejectUnauthorized: false }).catch(() => undefined)
  socket?.destroy()
  return socket !== undefined
}

// What a broker can be asked it tells everybody, before they log in.
async function askKeys(
  address: string,
  security: Security['tls'],
): Promise<readonly number[] | undefined> {
  const socket = await connect(address, security).catch(() => undefined)
  if (!socket) return undefined
  const keys = askOver(socket, apiKeys, ANSWER_TIMEOUT_MS, address).catch(() => undefined)
  return keys.finally(() => socket.destroy())
}
