// SCRAM, by which a password is proven without being told: RFC 5802, and KIP-84 for how Kafka does
// it. Like Kafka's own client it prepares no strings (SASLprep).
import { createHash, createHmac, pbkdf2, randomBytes, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const LEAST_ITERATIONS = 4096
const deriveKey = promisify(pbkdf2)

/** What is stored of a password: Hi() of RFC 5802. `hash` is such as `sha256`. */
export function saltPassword(
  hash: string,
  password: string,
  salt: Buffer,
  iterations: number,
): Promise<Buffer> {
  return deriveKey(password, salt, iterations, createHash(hash).digest().length, hash)
}

/** One login, told from the client's side: first(), then proof(), then verify(). */
export class ScramLogin {
  readonly #hash: string
  readonly #password: string
  readonly #nonce: string
  readonly #firstBare: string
  #expected: Buffer | undefined

  constructor(
    hash: string,
    { username, password }: { username: string; password: string },
    nonce = randomBytes(18).toString('base64'),
  ) {
    this.#hash = hash
    this.#password = password
    this.#nonce = nonce
    const name = username.replaceAll('=', '=3D').replaceAll(',', '=2C')
    this.#firstBare = `n=${name},r=${nonce}`
  }

  first(): string {
    return `n,,${this.#firstBare}`
  }

  /** Answers the server's salt. Refuses one that is not meant for us, or protects too little. */
  async proof(serverFirst: string): Promise<string> {
    const { r: nonce = '', s: salt = '', i: iterations = '' } = attributes(serverFirst)
    if (!nonce.startsWith(this.#nonce)) throw new Error('The server answers somebody else.')
    if (!(Number(iterations) >= LEAST_ITERATIONS)) {
      throw new Error(`The server asks for ${iterations} iterations, fewer than is safe.`)
    }
    const salted = await saltPassword(
      this.#hash,
      this.#password,
      Buffer.from(salt, 'base64'),
      Number(iterations),
    )
    const withoutProof = `c=biws,r=${nonce}` // "n,,", as we began
    const exchanged = `${this.#firstBare},${serverFirst},${withoutProof}`
    const clientKey = this.#hmac(salted, 'Client Key')
    const storedKey = createHash(this.#hash).update(clientKey).digest()
    const signature = this.#hmac(storedKey, exchanged)
    const proof = clientKey.map((byte, at) => byte ^ (signature[at] ?? 0))
    this.#expected = this.#hmac(this.#hmac(salted, 'Server Key'), exchanged)
    return `${withoutProof},p=${Buffer.from(proof).toString('base64')}`
  }

  /** Fails unless the server knows the password as well. */
  verify(serverFinal: string): void {
    const given = Buffer.from(attributes(serverFinal).v ?? '', 'base64')
    const expected = this.#expected ?? Buffer.alloc(0)
    if (
      given.length === 0 ||
      given.length !== expected.length ||
      !timingSafeEqual(given, expected)
    ) {
      throw new Error('The server does not know the password itself.')
    }
  }

  #hmac(key: Buffer, text: string): Buffer {
    return createHmac(this.#hash, key).update(text).digest()
  }
}

function attributes(message: string): Partial<Record<string, string>> {
  return Object.fromEntries(
    message.split(',').map((attribute) => [attribute[0], attribute.slice(2)]),
  )
}
