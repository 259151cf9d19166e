import { join } from 'node:path'
import type { Clone } from '../support/clone.ts'
import { startProcess } from '../support/process.ts'
import { alternate, type Figure, seconds, succeeds } from './measure.ts'

const RUNS = 7

/** `npm run lesson 1` on a running cluster, against the demo typed by hand. */
export async function measureLesson(clone: Clone): Promise<Figure[]> {
  let run = 0
  const times = await alternate(
    RUNS,
    () => seconds(() => succeeds(clone.npm(['run', 'lesson', '1']))),
    () => {
      const env = { ...clone.env, WORKBOOK_RUN: `bench${run++}` }
      const demo = join('lessons', '01-producers', 'demo.ts')
      return seconds(() =>
        succeeds(startProcess('npx', ['tsx', demo], { cwd: clone.folder, env }).ended),
      )
    },
  )
  const how = `median of ${RUNS} alternating runs`
  return [
    { what: 'npm run lesson 1, cluster running', value: times.ours, unit: 's', how },
    { what: 'npx tsx lessons/01-producers/demo.ts', value: times.peer, unit: 's', how },
    { what: 'lesson 1, ours to by hand', value: times.ratio, unit: 'x', limit: 1.1, how },
  ]
}
