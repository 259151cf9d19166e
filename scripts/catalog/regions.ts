/** The lines between `// #region name` and its `// #endregion`, without their common indent. */
export function quotedRegion(source: string, name: string): string | undefined {
  const lines = source.split('\n')
  const start = lines.findIndex((line) => line.trim() === `// #region ${name}`)
  const length = lines.slice(start + 1).findIndex((line) => line.trim() === '// #endregion')
  if (start < 0 || length < 0) return undefined
  const inside = lines.slice(start + 1, start + 1 + length)
  const indents = inside.filter(Boolean).map((line) => line.length - line.trimStart().length)
  const indent = Math.min(...indents)
  return inside.map((line) => line.slice(indent)).join('\n')
}
