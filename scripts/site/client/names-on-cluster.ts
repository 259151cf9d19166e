// Names on the cluster are `<learner>.<lesson>.<run>.<name>`; others are somebody else's.

/** The part of a name that the learner chose. */
export function shortName(name: string): string {
  const parts = name.split('.')
  return parts.length > 3 ? parts.slice(3).join('.') : name
}

/** Whether a name was made in a lesson. */
export function belongsTo(lesson: string, name: string): boolean {
  return name.split('.')[1] === lesson
}

/** Sorts so that what appeared last comes first; what was there from the start is as it came. */
export function firstSeenOrder(): <T extends { readonly name: string }>(all: readonly T[]) => T[] {
  const seen = new Map<string, number>()
  let looks = 0
  return (all) => {
    looks += 1
    for (const { name } of all) if (!seen.has(name)) seen.set(name, looks)
    const when = ({ name }: { name: string }): number => seen.get(name) ?? 0
    return [...all].sort((one, other) => when(other) - when(one))
  }
}
