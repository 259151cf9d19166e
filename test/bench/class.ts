import { durationsOf, type Outcome, share, shownTogether } from '../../scripts/class/index.ts'
import type { Clone } from '../support/clone.ts'
import { freePorts } from '../support/ports.ts'
import { type Figure, succeeds } from './measure.ts'

const LEARNERS = 40

/** A class of forty at once: what one of them waits for the brokers, beside one who is alone. */
export async function measureClass(clone: Clone): Promise<Figure[]> {
  const rehearsed = clone.run(['class', 'rehearse', `${LEARNERS}`, '--json'], {
    WORKBOOK_CLASS_PORTS: await freePorts(),
  })
  await succeeds(rehearsed) // no verdict changed, nothing was lost, nobody failed
  const outcome: Outcome = JSON.parse((await rehearsed).stdout)
  const how = `${LEARNERS} learners at once, clients and brokers on this machine`
  const lessons = durationsOf(outcome)
    .filter(({ answer }) => answer === 'solution.ts')
    .flatMap(({ lesson, aloneMs, p50Ms, p95Ms }): Figure[] => {
      const what = `class, ${lesson}`
      return [
        { what: `${what}, one learner alone`, value: aloneMs / 1000, unit: 's', how: 'once' },
        { what: `${what}, p50`, value: p50Ms / 1000, unit: 's', how },
        { what: `${what}, p95`, value: p95Ms / 1000, unit: 's', how },
        { what: `${what}, p95 to alone`, value: p95Ms / aloneMs, unit: 'x', limit: LEARNERS, how },
      ]
    })
  const shown = share(shownTogether(outcome), 0.95) / 1000
  return [
    ...lessons,
    {
      what: "class, stored to shown on the teacher's page, p95",
      value: shown,
      unit: 's',
      limit: 2,
      how,
    },
  ]
}
