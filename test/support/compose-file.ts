import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Clone } from './clone.ts'

/** Changes a clone's docker-compose.yml, as a person with an editor does. Gives a way back. */
export function editComposeFile(
  clone: Clone,
  ...edits: [from: string | RegExp, to: string][]
): () => void {
  const file = join(clone.folder, 'docker-compose.yml')
  const before = readFileSync(file, 'utf8')
  const after = edits.reduce((text, [from, to]) => text.replace(from, to), before)
  if (after === before) throw new Error('nothing in docker-compose.yml has changed')
  writeFileSync(file, after)
  return () => writeFileSync(file, before)
}
