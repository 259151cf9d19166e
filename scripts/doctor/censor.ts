import os from 'node:os'

const SECRET_NAME = /pass|secret|token|credential|auth|api_?key|private_?key|sasl_jaas/i
const LEAST_LENGTH = 4
// Addresses that our own messages name.
const PUBLIC = ['nodejs.org']

/** Whose secrets are to be hidden. */
export interface Owner {
  readonly env: NodeJS.ProcessEnv
  /** Login name, home folder and name of the machine. */
  readonly user: string
  readonly home: string
  readonly host: string
}

/** The person at this machine. */
export function thisPerson(env: NodeJS.ProcessEnv): Owner {
  return { env, user: os.userInfo().username, home: os.homedir(), host: os.hostname() }
}

/**
 * Hides what nobody else should read: values of variables with names like a password's, user names,
 * the home folder, the machine's name, logins in addresses, and addresses of package registries
 * and other sites.
 */
export function censor(text: string, { env, user, home, host }: Owner): string {
  const secrets = Object.entries(env).filter(
    ([name, value = '']) => isSecret(name) && value.length >= LEAST_LENGTH,
  )
  // The longest first, here and below: one may be part of another.
  secrets.sort(([, one = ''], [, other = '']) => other.length - one.length)
  const withoutSecrets = secrets.reduce(
    (shown, [name, value = '']) => shown.replaceAll(value, `<${name}>`),
    text,
  )
  const withoutLogins = withoutSecrets.replace(/(\w:\/\/)[^\s/@]+@/g, '$1<login>@')
  const withoutAddresses = withoutLogins.replace(
    /\bhttps?:\/\/[^\s"'<>)]*[^\s"'<>),.:;]/g,
    (address) => (PUBLIC.includes(hostOf(address)) ? address : '<address>'),
  )
  const words: [string, string][] = [
    [home, '~'],
    [user, '<user>'],
    [env.KAFKA_USERNAME ?? '', '<KAFKA_USERNAME>'],
    [host, '<host>'],
  ]
  return words
    .sort(([one], [other]) => other.length - one.length)
    .reduce((shown, [word, mark]) => hideWord(shown, word, mark), withoutAddresses)
}

/** Whether a variable is named like what nobody else should read. */
export function isSecret(name: string): boolean {
  return SECRET_NAME.test(name)
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).hostname : ''
}

// As a whole word: a user called "a" must not turn every "a" into a mark.
function hideWord(text: string, word: string, mark: string): string {
  if (word === '' || word === '/') return text
  const escaped = word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
  return text.replace(new RegExp(`(?<![\\w<])${escaped}(?![\\w>])`, 'g'), mark)
}
