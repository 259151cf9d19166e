// `npm run bench`: figures to compare within one run, on this machine. Nothing here fails a test.
import { formatTable } from '../../scripts/terminal/index.ts'
import { makeClone } from '../support/clone.ts'
import { setup as prepareToolchain } from '../support/toolchain.ts'
import { measureCheck } from './check.ts'
import { measureClass } from './class.ts'
import { measureColdStart, measureLooking } from './cold-start.ts'
import { measureFailover } from './failover.ts'
import { measureFirstRun } from './first-run.ts'
import { measureLesson } from './lesson.ts'
import type { Figure } from './measure.ts'
import { measureSite } from './site.ts'

const asJson = process.argv.includes('--json')
const figures: Figure[] = []

await prepareToolchain()
await report('first run', measureFirstRun)
{
  await using clone = await makeClone()
  await report('cold start', () => measureColdStart(clone))
  await clone.run(['cluster', 'up'])
  await report('cluster status and doctor', () => measureLooking(clone))
  await report('lesson 1', () => measureLesson(clone))
  await report('check and watch', () => measureCheck(clone))
  await report('failover', () => measureFailover(clone))
  await report('pages', () => measureSite(clone))
  await clone.run(['cluster', 'down'])
  await report('a class of forty', () => measureClass(clone))
}
console.log(asJson ? JSON.stringify(figures, null, 2) : `\n${describe(figures)}`)

async function report(what: string, measure: () => Promise<Figure[]>): Promise<void> {
  process.stderr.write(`Measuring: ${what}\n`)
  figures.push(...(await measure()))
}

function describe(all: readonly Figure[]): string {
  return formatTable(
    all.map(({ what, value, unit, limit, how }) => [
      what,
      `${value.toFixed(2)} ${unit}`,
      limit === undefined ? '' : `${value <= limit ? 'within' : 'OVER'} ${limit} ${unit}`,
      how,
    ]),
  )
}
