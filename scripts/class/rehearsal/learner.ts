import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Lesson } from '../../catalog/index.ts'
import { type AnswerFile, grade, loadCheck } from '../../check/index.ts'
import { type Cluster, chooseCluster } from '../../cluster/index.ts'
import {
  type Happening,
  inClass,
  joinClass,
  MembershipFile,
  progressTopic,
  type Told,
  tell,
} from '../../membership/index.ts'
import { silent } from '../../terminal/index.ts'
import { askAnybody, createTopic, deleteTopics } from '../../wire/index.ts'
import type { Answers } from './answers.ts'
import { doBrokerWork } from './broker-work.ts'
import type { Part } from './script.ts'

/** How the verdict of a check begins that could not be done. */
export const NOT_DONE = 'not done: '

const TIMEOUT_MS = 20_000

/** What a learner's check came to. */
export interface Check {
  readonly learner: string
  readonly part: Part
  /** `passed`, the id of the first finding, or why the check could not be done. */
  readonly verdict: string
  readonly durationMs: number
}

/**
 * A learner of a rehearsal: a state folder as on a machine of their own, and from there on what
 * `join`, `check` and the telling of the class do.
 */
export class RehearsedLearner {
  readonly name: string
  readonly #env: NodeJS.ProcessEnv
  readonly #lessons: readonly Lesson[]
  /** How many events the class was told, or is to be told. */
  told = 0
  readonly #tries = new Map<string, number>()
  #cluster: Cluster | undefined

  constructor(name: string, lessons: readonly Lesson[], folder: string, env: NodeJS.ProcessEnv) {
    this.name = name
    this.#lessons = lessons
    const own = join(folder, name)
    mkdirSync(own, { recursive: true })
    this.#env = { ...withoutCluster(env), WORKBOOK_STATE: own }
  }

  /** Joins the class; again, if it was joined. */
  async join(code: string, name = this.name): Promise<void> {
    await joinClass(code, name, this.#env)
  }

  /** What becomes of a part, and how long that takes. */
  async check(part: Part, answers: Answers | undefined): Promise<Check> {
    const startedAt = performance.now()
    const verdict = answers ? this.#grade(part, answers.of(part)) : this.#work(part)
    return {
      learner: this.name,
      part,
      verdict: await verdict.catch(
        (error: unknown) => `${NOT_DONE}${error instanceof Error ? error.message : error}`,
      ),
      durationMs: performance.now() - startedAt,
    }
  }

  /** Has an answer run and graded by the lesson's own check, with the learner's own rights. */
  async #grade(part: Part, answer: AnswerFile): Promise<string> {
    const lesson = this.#lessons.find(({ id }) => id === part.lesson)
    if (!lesson) throw new Error(`There is no lesson ${part.lesson}.`)
    const env = inClass(this.#env)
    const cluster = await this.#reach()
    await cluster.up(silent)
    const check = await loadCheck(lesson)
    const { addresses } = cluster
    const stage = { lesson, check, answer, addresses, brokers: cluster, env, tell: () => {} }
    const { verdict, findings } = await grade(stage)
    return findings[0]?.id ?? verdict
  }

  /** Asks of the brokers what a program and its check would. */
  async #work(part: Part): Promise<string> {
    const joined = new MembershipFile(this.#env).joined()
    if (!joined) throw new Error(`${this.name} has not joined.`)
    return doBrokerWork(part, joined)
  }

  /** Tells the class of a check. */
  tellOf({ part, verdict, durationMs }: Check): Promise<Told> {
    const { lesson } = part
    const attempt = (this.#tries.get(lesson) ?? 0) + 1
    this.#tries.set(lesson, attempt)
    const how =
      verdict === 'passed'
        ? ({ verdict } as const)
        : ({ verdict: 'failed', finding: verdict.slice(0, 100) } as const)
    return this.tell({ lesson, ...how, attempt, durationMs: Math.round(durationMs) })
  }

  /** Tells the class something; it is kept, if the class does not answer. */
  tell(happening: Happening): Promise<Told> {
    this.told++
    return tell(happening, this.#env)
  }

  /** Tries what nobody may: each attempt, and whether a broker refused it. */
  async attack(other: string): Promise<{ what: string; refused: boolean }[]> {
    const cluster = await this.#reach()
    await cluster.up(silent)
    const { addresses } = cluster
    const foreign = { name: `${other}.stolen`, partitions: 1 }
    const attempts = [
      ["to delete another's progress", deleteTopics([progressTopic(other)])],
      ["to make a topic under another's name", createTopic(foreign)],
      ['to make a topic of 1000 partitions', createTopic(this.#topicOf(1000))],
    ] as const
    return Promise.all(
      attempts.map(async ([what, request]) => {
        const attempt = askAnybody(addresses, request, TIMEOUT_MS)
        return { what, refused: await attempt.then(() => false, isRefusal) }
      }),
    )
  }

  #topicOf(partitions: number): { name: string; partitions: number } {
    return { name: `${this.name}.huge`, partitions }
  }

  async #reach(): Promise<Cluster> {
    this.#cluster ??= await chooseCluster(inClass(this.#env))
    return this.#cluster
  }
}

// An answer of a broker, and not a broker that did not answer.
function isRefusal(error: unknown): boolean {
  return error instanceof Error && /does not allow you|The broker refused/.test(error.message)
}

function withoutCluster(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) => !/^(KAFKA_|WORKBOOK_(CLUSTER|CLASS|LEARNER))/.test(name),
    ),
  )
}
