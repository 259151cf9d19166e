import type { Lesson } from './lessons.ts'

/** Finds a lesson by what a person types: `3`, `03`, `partitions` or `03-partitions`. */
export function findLesson(lessons: readonly Lesson[], typed: string): Lesson | undefined {
  const text = typed.toLowerCase()
  return lessons.find(({ id, number }) =>
    /^\d+$/.test(text) ? Number(text) === number : id === text || id.slice(3) === text,
  )
}

/** The lesson whose name is closest to a mistyped one. */
export function nearestLesson(lessons: readonly Lesson[], typed: string): Lesson | undefined {
  const text = typed.toLowerCase()
  const distance = ({ id, number }: Lesson): number => {
    if (/^\d+$/.test(text)) return Math.abs(Number(text) - number)
    if (text.length > 2 && id.includes(text)) return 0
    return Math.min(editDistance(text, id), editDistance(text, id.slice(3)))
  }
  return [...lessons].sort((one, other) => distance(one) - distance(other))[0]
}

// Levenshtein's distance, row by row.
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index)
  for (const [i, letter] of [...from].entries()) {
    const next = [i + 1]
    for (const [j, other] of [...to].entries()) {
      const replaced = (row[j] ?? 0) + (letter === other ? 0 : 1)
      next.push(Math.min(replaced, (row[j + 1] ?? 0) + 1, (next[j] ?? 0) + 1))
    }
    row = next
  }
  return row.at(-1) ?? 0
}
