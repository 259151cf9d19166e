const MOST_ITEMS = 50
const LONGEST_TEXT = 400

/** Evidence as plain data: bytes as text where they are text, long lists and texts cut short. */
export function evidenceJson(value: unknown): unknown {
  if (Buffer.isBuffer(value)) return bytesAsText(value)
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([k, v]) => [k, evidenceJson(v)]))
  if (Array.isArray(value)) {
    const items = value.slice(0, MOST_ITEMS).map(evidenceJson)
    return value.length > MOST_ITEMS ? [...items, `… ${value.length - MOST_ITEMS} more`] : items
  }
  if (typeof value === 'object' && value !== null) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, evidenceJson(v)]))
  }
  return typeof value === 'string' ? cut(value) : value
}

function bytesAsText(bytes: Buffer): string {
  const text = bytes.toString()
  return Buffer.from(text).equals(bytes) ? cut(text) : `hex ${cut(bytes.toString('hex'))}`
}

function cut(text: string): string {
  return text.length > LONGEST_TEXT ? `${text.slice(0, LONGEST_TEXT)}…` : text
}
