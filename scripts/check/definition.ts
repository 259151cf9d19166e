import type { Stage } from './stage.ts'

/** How a lesson's exercise is graded. `E` is what was seen: what brokers hold, how programs ended. */
export interface Check<E> {
  /** Whether it takes brokers away, which nothing else on the cluster would survive unharmed. */
  readonly takesBrokers?: boolean
  /** Whether its demo adds partitions, which in a class nobody may, or one could add thousands. */
  readonly growsTopics?: boolean
  /** Makes ready what the lesson gives, for `npm run try`, which grades nothing. */
  readonly prepare?: (stage: Stage) => Promise<void>
  /** Runs the answer, does to the cluster what the lesson is about, and gathers the evidence. */
  readonly gather: (stage: Stage) => Promise<E>
  /** What the exercise asks for. An answer passes when all of it holds, and only then. */
  readonly requirements: readonly Requirement<E>[]
  /** Explanations of a failure, in the order in which they are looked for. */
  readonly misconceptions: readonly Misconception<E>[]
  /** True and worth knowing, whatever the verdict. */
  readonly notes?: (evidence: E) => readonly string[]
  /** After passing: what the cluster holds now, and why that works. */
  readonly passed: (evidence: E) => { readonly holds: readonly string[]; readonly why: string }
}

/**
 * One thing the exercise asks for, said as a fact, and whether the evidence bears it out. `tried`
 * says whether the grading came to this; without it, it always does.
 */
export type Requirement<E> = readonly [
  fact: string | ((evidence: E) => string),
  holds: (evidence: E) => boolean,
  tried?: (evidence: E) => boolean,
]

/** A mistaken belief that leaves its mark on the cluster, and what to say about it. */
export interface Misconception<E> {
  readonly id: string
  readonly matches: (evidence: E) => boolean
  /** What the exercise asked for, in the words of its story. */
  readonly expected: string
  /** What the cluster holds instead, with the numbers. */
  readonly observed: (evidence: E) => string
  /** The belief, and what Kafka does instead. */
  readonly why: string
  /** The next thing to look at; not the solution. */
  readonly try: string
  /**
   * Whether it only says that nothing goes on. An error that the program's own handler threw then
   * says more, and comes first.
   */
  readonly standsStill?: boolean
}

/** A misconception found in an answer, in words. */
export interface Finding {
  readonly id: string
  readonly expected: string
  readonly observed: string
  readonly why: string
  readonly try: string
}
