/** The beginning of a text or of bytes, with dots where something was left out. */
export function excerpt(value: unknown, length = 60): string {
  const text = String(value)
  return text.length > length ? `${text.slice(0, length)}...` : text
}
