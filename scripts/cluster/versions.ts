/** Compares dotted versions such as 20.10.24+dfsg1 by their numbers. */
export function isOlder(version: string, than: string): boolean {
  const numbers = (text: string): number[] => text.split(/[^\d]+/, 3).map(Number)
  const [ours, theirs] = [numbers(version), numbers(than)]
  for (const [index, wanted] of theirs.entries()) {
    const found = ours[index] ?? 0
    if (found !== wanted) return found < wanted
  }
  return false
}
