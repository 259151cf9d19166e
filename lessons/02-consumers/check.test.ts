import { check } from '#check'
import {
  type Evidence,
  endedInTime,
  hasRightTotals,
  isUntouched,
  isUpToDate,
  sumsOf,
} from './evidence.ts'
import { misconceptions } from './misconceptions.ts'
import { Books } from './runs.ts'

export default check<Evidence>({
  prepare: (stage) => new Books(stage).open(),
  gather: (stage) => new Books(stage).keep(),
  requirements: [
    [
      ({ runs }) => `your program ended by itself, with exit code 0 (${counted(runs.length)})`,
      ({ runs }) => runs.every(endedInTime),
    ],
    [
      ({ runs }) => {
        const behind = runs.find((run) => !isUpToDate(run))
        const seen = behind ? ` (${behind.committed || 'nothing'}, not ${behind.offered})` : ''
        return `after each run, bookkeeping has committed the end of orders${seen}`
      },
      ({ runs }) => runs.every(isUpToDate),
    ],
    [
      'each run wrote one total per shop, of the orders new to it',
      ({ orders, runs }) => runs.every((run) => hasRightTotals(orders, run)),
    ],
    ['orders holds what it was given, and nothing else', ({ runs }) => runs.every(isUntouched)],
  ],
  misconceptions,
  notes: ({ runs }) =>
    runs.every(isUpToDate) && runs.some((run) => endedInTime(run) && run.members > 0)
      ? [
          'Your program ended without leaving its group. The group would have waited for it until its session ends (30 s, unless you set another), before the next run could read; disconnect() says goodbye.',
        ]
      : [],
  passed: ({ orders, runs }) => ({
    holds: runs.flatMap(({ before, committed }) => [
      before === committed
        ? `nothing new; committed ${committed}`
        : `read offsets ${before} to ${committed - 1}; committed ${committed}`,
      ...[...sumsOf(orders.slice(before, committed))].map(
        ([shop, cents]) => `  ${shop}  ${JSON.stringify({ cents })}`,
      ),
    ]),
    why: 'Every run began at the offset that bookkeeping had committed, and committed the next one to read. The orders are all still there, for any other group; only your group knows which of them it has counted.',
  }),
})

function counted(runs: number): string {
  return runs === 1 ? '1 run' : `${runs} runs`
}
