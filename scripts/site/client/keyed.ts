import type { Snapshot } from '../cluster-view/snapshot.ts'

/** Something drawn, which can be told what it shows now. */
export interface Drawn<T> {
  readonly node: HTMLElement
  show(what: T, more?: Snapshot): void
}

/** Makes the children of an element those of a list: kept by key, made and removed as needed. */
export function keepInStep<T, D extends Drawn<T>>(
  host: HTMLElement,
  known: Map<string, D>,
  list: readonly T[],
  { key, make, more }: { key: (one: T) => string; make: (one: T) => D; more?: Snapshot },
): void {
  const keys = new Set(list.map(key))
  for (const [old, { node }] of known) {
    if (keys.has(old)) continue
    node.remove()
    known.delete(old)
  }
  for (const [index, one] of list.entries()) {
    const found = known.get(key(one)) ?? make(one)
    known.set(key(one), found)
    found.show(one, more)
    // Only what stands elsewhere is moved: moving takes the focus.
    if (host.children[index] !== found.node)
      host.insertBefore(found.node, host.children[index] ?? null)
  }
}
