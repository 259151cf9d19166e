import { X509Certificate } from 'node:crypto'
import { WorkbookError } from '../errors.ts'
import { askToJoin } from './ask-to-join.ts'
import { FINGERPRINT_BYTES, type JoinCode, readCode } from './code.ts'
import { type Membership, MembershipFile } from './membership.ts'
import { fingerprint, isName, newPassword } from './names.ts'

/** Joins the class of a code under a name; from then on this clone's lessons use its brokers. */
export async function joinClass(
  typed: string,
  name: string,
  env: NodeJS.ProcessEnv,
): Promise<Membership> {
  const code = readCode(typed)
  if (!isName(name)) throw new WorkbookError('BAD_NAME', `"${name}" cannot be a name here.`)
  const file = new MembershipFile(env)
  const known = file.read()
  if (known?.certificate && known.name !== name) {
    throw new WorkbookError('NO_CLASS', `This clone is in a class as "${known.name}" already.`, {
      remedy: 'To join another, or under another name, first: npm run class leave',
    })
  }
  // By the password the class knows this clone again, whatever became of an earlier answer.
  const before = known ?? leftClass(file.left(), code)
  const password = before?.name === name ? before.password : newPassword()
  const { address, ports, secret } = code
  const asked = { formatVersion: 1, name, password, address, ports, certificate: '' } as const
  if (!known?.certificate) file.write(asked)
  const certificate = await askToJoin(code, { secret, name, password }).catch((error) => {
    if (isFinal(error) && !known) file.remove()
    throw error
  })
  const joined = { ...asked, certificate }
  file.write(joined)
  return joined
}

// The class that was left, if it is this one: no other is told the password.
function leftClass(left: Membership | undefined, code: JoinCode): Membership | undefined {
  if (!left) return undefined
  const { raw } = new X509Certificate(left.certificate)
  const print = fingerprint(raw, FINGERPRINT_BYTES).toString('hex')
  return print === code.fingerprint ? left : undefined
}

// Refused, and not only unheard.
function isFinal(error: unknown): boolean {
  return error instanceof WorkbookError && error.code !== 'CLASS_AWAY'
}
