/** Bytes as a person can read them. */
export interface BytesShown {
  /** As text where they are text, else in hexadecimal; signs that draw nothing as `\xNN`. */
  readonly text: string
  /** How many there are. */
  readonly bytes: number
  /** Whether the text is only their beginning. */
  readonly cut: boolean
}

const MOST = 2000

/** Shows bytes of unknown origin: nothing in the text can move a cursor or hide another sign. */
export function showBytes(bytes: Buffer): BytesShown {
  const text = decoded(bytes)
  return { text: text.slice(0, MOST), bytes: bytes.length, cut: text.length > MOST }
}

function decoded(bytes: Buffer): string {
  // Four bytes a sign at most; a sign cut in two at the end is dropped.
  const beginning = bytes.subarray(0, MOST * 4 + 4)
  try {
    const stream = beginning.length < bytes.length
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(beginning, {
      stream,
    })
    return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, escaped)
  } catch {
    return bytes.subarray(0, MOST).toString('hex')
  }
}

function escaped(sign: string): string {
  const code = sign.codePointAt(0) ?? 0
  return code < 256
    ? `\\x${code.toString(16).padStart(2, '0')}`
    : `\\u${code.toString(16).padStart(4, '0')}`
}
