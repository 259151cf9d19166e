import { stripVTControlCharacters } from 'node:util'

/**
 * Breaks lines at blanks so that none is wider than the terminal; a broken line goes on below its
 * last column. Without a width, as in a pipe, nothing is broken.
 */
export function wrap(text: string, width: number | undefined): string {
  if (!width) return text
  return text
    .split('\n')
    .map((line) => (widthOf(line) > width ? wrapLine(line, width) : line))
    .join('\n')
}

function wrapLine(line: string, width: number): string {
  const lines: string[] = []
  const indent = ' '.repeat(hangOf(line, width))
  let current: string | undefined
  for (const word of line.split(' ')) {
    if (current?.trim() && widthOf(current) + 1 + widthOf(word) > width) {
      lines.push(current.trimEnd())
      current = indent + word
    } else if (current === undefined || current === indent) {
      current = (current ?? '') + word
    } else {
      current += ` ${word}`
    }
  }
  return [...lines, current].join('\n')
}

function hangOf(line: string, width: number): number {
  const plain = stripVTControlCharacters(line)
  const lastColumn = /^.*\S {2,}(?=\S)/.exec(plain)?.[0].length ?? 0
  return lastColumn > 0 && lastColumn < width * 0.6 ? lastColumn : plain.search(/\S/)
}

function widthOf(text: string): number {
  return stripVTControlCharacters(text).length
}
