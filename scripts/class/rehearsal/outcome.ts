import { formatTable } from '../../terminal/index.ts'
import type { Check } from './learner.ts'
import type { Part } from './script.ts'

/** When a check was made. */
export type When = 'warm-up' | 'alone' | 'together' | 'broker lost' | 'after the restart'

/** What came of a rehearsal. */
export interface Outcome {
  readonly learners: number
  readonly checks: readonly (Check & { readonly when: When; readonly repeated: boolean })[]
  /** How long it took from when the brokers had an event until the page showed it; in ms. */
  readonly shown: readonly { readonly when: When; readonly shownAfterMs: number | undefined }[]
  readonly attempts: readonly { readonly what: string; readonly refused: boolean }[]
  /** What is stored of what was told, and what should be. */
  readonly told: {
    readonly stored: number
    readonly expected: number
    /** Whether what was told while nobody was there to hear was kept. */
    readonly keptWhenAway: boolean
  }
  /** Learners whose progress the page showed otherwise than it was. */
  readonly misshown: readonly string[]
}

/** What went wrong, each in a line; nothing when all was as it must be. */
export function faultsOf(outcome: Outcome): string[] {
  const { checks, shown, attempts, told, misshown } = outcome
  const changed = checks.filter(({ verdict, part }) => verdict !== part.expected)
  const unseen = shown.filter(({ shownAfterMs }) => shownAfterMs === undefined).length
  return [
    ...changed.map(
      ({ learner, part, verdict, when }) =>
        `${learner}, ${part.lesson}/${part.answer}, ${when}: ${verdict}, not ${part.expected}`,
    ),
    ...(told.stored === told.expected
      ? []
      : [`${told.expected} events were told, ${told.stored} are stored`]),
    ...(told.keptWhenAway ? [] : ['What was told while the class was away was not kept']),
    ...(unseen > 0 ? [`${unseen} events were never shown`] : []),
    ...[...new Set(attempts.filter(({ refused }) => !refused).map(({ what }) => what))].map(
      (what) => `Not always refused: ${what}`,
    ),
    ...misshown.map((name) => `The page shows ${name} otherwise than it was`),
  ]
}

/** How long the checks of a lesson took: one learner alone, and all together. */
export interface Durations {
  readonly lesson: string
  readonly answer: string
  readonly aloneMs: number
  readonly p50Ms: number
  readonly p95Ms: number
}

/** The durations of each answer that was checked alone and together. */
export function durationsOf({ checks }: Pick<Outcome, 'checks'>): Durations[] {
  return checks
    .filter(({ when }) => when === 'alone')
    .map(({ part, durationMs: aloneMs }) => {
      const together = checks
        .filter((one) => one.when === 'together' && isSame(one.part, part))
        .map(({ durationMs }) => durationMs)
      const { lesson, answer } = part
      return { lesson, answer, aloneMs, p50Ms: share(together, 0.5), p95Ms: share(together, 0.95) }
    })
}

// Not the same object, once they were written down and read.
function isSame(one: Part, other: Part): boolean {
  return one.lesson === other.lesson && one.answer === other.answer
}

/** The value that this share of all values does not exceed; not a number if there are none. */
export function share(values: readonly number[], part: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.ceil(sorted.length * part) - 1] ?? Number.NaN
}

/** How long it took until the page showed what was told while all were at work, in ms. */
export function shownTogether({ shown }: Pick<Outcome, 'shown'>): number[] {
  return shown.flatMap(({ when, shownAfterMs = Number.NaN }) =>
    when === 'together' ? [shownAfterMs] : [],
  )
}

/** The outcome in words. */
export function describeOutcome(outcome: Outcome): string {
  const { learners, checks, attempts, told } = outcome
  const right = checks.filter(({ verdict, part }) => verdict === part.expected).length
  const shown = shownTogether(outcome)
  const repeated = checks.filter((check) => check.repeated).length
  const faults = faultsOf(outcome)
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`
  const rows = durationsOf(outcome).map(({ lesson, answer, aloneMs, p50Ms, p95Ms }) => [
    lesson,
    answer.replace(/^wrong\/|\.ts$/g, ''),
    ...[aloneMs, p50Ms, p95Ms].map((ms) => seconds(ms).padStart(7)),
    `${(p95Ms / aloneMs).toFixed(1)} x`.padStart(7),
  ])
  const refused = new Map<string, [number, number]>()
  for (const attempt of attempts) {
    const [no = 0, all = 0] = refused.get(attempt.what) ?? []
    refused.set(attempt.what, [no + (attempt.refused ? 1 : 0), all + 1])
  }
  return [
    formatTable([['lesson', 'answer', '  alone', '    p50', '    p95', 'p95:alone'], ...rows]),
    '',
    formatTable([
      ['Asked', `${checks.length} verdicts by ${learners} learners: ${right} as they must be`],
      ['', `${told.expected} events told, ${told.stored} of them stored`],
      ['', `${repeated} checks could not be done while a broker was lost, and were repeated`],
      ...[...refused].map(([what, [no, all]], index) => [
        index === 0 ? 'Refused' : '',
        `${no} of ${all} tried ${what}`,
      ]),
      [
        'Shown',
        `p50 ${seconds(share(shown, 0.5))}, p95 ${seconds(share(shown, 0.95))} after the brokers had it`,
      ],
      ['Lost', faults.length === 0 ? 'nothing' : `${faults.length} faults`],
    ]),
    ...faults.map((fault) => `  ${fault}`),
  ].join('\n')
}
