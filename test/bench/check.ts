import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { Kafka, logLevel } from 'kafkajs'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { learnerName } from '../../scripts/kit/names.ts'
import type { Clone } from '../support/clone.ts'
import { startProcess } from '../support/process.ts'
import { alternate, type Figure, seconds, succeeds } from './measure.ts'

const RUNS = 7
const VERDICT_TIMEOUT_MS = 60_000

/** From typing `check 1`, or saving under `watch 1`, to the verdict, beside the script alone. */
export async function measureCheck(clone: Clone): Promise<Figure[]> {
  const folder = join(clone.folder, 'lessons', '01-producers')
  copyFileSync(join(folder, 'solution.ts'), join(folder, 'exercise.ts'))
  const checked = await alternate(
    RUNS,
    () => seconds(() => succeeds(clone.npm(['run', 'check', '1']))),
    () => runAlone(clone),
  )
  const saved = await measureWatch(clone, join(folder, 'exercise.ts'))
  const how = `median of ${RUNS} alternating runs of the solution`
  const added = checked.ours - checked.peer
  return [
    { what: 'npm run check 1, cluster running', value: checked.ours, unit: 's', how },
    { what: 'the solution alone, node --import tsx', value: checked.peer, unit: 's', how },
    { what: 'check 1 beyond its script', value: added, unit: 's', limit: 0.7, how },
    { what: 'watch 1, save to verdict', value: saved.ours, unit: 's', how },
    { what: 'watch 1, to its script', value: saved.ratio, unit: 'x', limit: 1.5, how },
  ]
}

async function measureWatch(clone: Clone, file: string): Promise<{ ours: number; ratio: number }> {
  const watching = clone.start(['watch', '1'])
  const verdicts = (): number => watching.printed().split('Passed.').length
  const waitForVerdict = (before: number): Promise<number> =>
    waitUntil({
      what: 'a verdict',
      look: async () => verdicts(),
      done: (count) => count > before,
      timeoutMs: VERDICT_TIMEOUT_MS,
      everyMs: 5,
    })
  try {
    await waitForVerdict(1)
    const source = readFileSync(file, 'utf8')
    let saves = 0
    const { ours, ratio } = await alternate(
      RUNS,
      () => {
        const before = verdicts()
        writeFileSync(file, `${source}// ${saves++}\n`)
        return seconds(() => waitForVerdict(before))
      },
      () => runAlone(clone),
    )
    return { ours, ratio }
  } finally {
    watching.signalGroup('SIGTERM')
    await watching.ended
  }
}

let alone = 0

/** The solution by itself, on a topic that is there already. */
async function runAlone(clone: Clone): Promise<number> {
  const run = `bench${alone++}`
  const brokers = [1, 2, 3].map((id) => `127.0.0.1:${clone.ports}${id}`)
  const admin = new Kafka({ clientId: 'bench', brokers, logLevel: logLevel.NOTHING }).admin()
  const topic = `${learnerName(clone.env)}.01-producers.${run}.orders`
  await admin.connect()
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }] })
  await admin.disconnect()
  const env = { ...clone.env, WORKBOOK_LESSON: '01-producers', WORKBOOK_RUN: run }
  const script = ['--import', 'tsx', join('lessons', '01-producers', 'solution.ts')]
  return seconds(() =>
    succeeds(startProcess(process.execPath, script, { cwd: clone.folder, env }).ended),
  )
}
