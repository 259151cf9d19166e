import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Lesson } from '../../catalog/index.ts'
import { WorkbookError } from '../../errors.ts'
import { Observer } from '../../evidence/index.ts'
import { parseEvent, progressTopic } from '../../membership/index.ts'
import { openStateFolder } from '../../state/index.ts'
import type { Report } from '../../terminal/index.ts'
import { findHosting, type Hosting, hostClass } from '../hosting.ts'
import { type OpenRoom, openRoom } from '../open-room.ts'
import { type Answers, compileAnswers } from './answers.ts'
import { NOT_DONE, RehearsedLearner } from './learner.ts'
import type { Outcome, When } from './outcome.ts'
import { PageWatch } from './page-watch.ts'
import {
  areGraded,
  namesOf,
  type Part,
  parts,
  partsOf,
  rehearsedLessons,
  shortParts,
} from './script.ts'

const LOST_BROKER = 3
// The whole of 127.0.0.0/8 is this machine on Linux: so the room's door is apart from the rest.
const ROOM = process.platform === 'linux' ? '127.0.0.2' : '127.0.0.1'

/** What a rehearsal is given. */
export interface RehearsalOptions {
  readonly learners: number
  readonly lessons: readonly Lesson[]
  readonly env: NodeJS.ProcessEnv
  readonly report: Report
  /** Given what ends the rehearsal if it is cut short. */
  readonly onInterrupt: (putBack: () => Promise<void>) => () => void
}

/** Holds a whole class on this machine, with learners that follow a script; nothing is left of it. */
export async function rehearse(options: RehearsalOptions): Promise<Outcome> {
  const { env } = options
  if (await findHosting(env)) {
    throw new WorkbookError('NO_CLASS', 'This clone holds a class, which a rehearsal would end.', {
      remedy: 'Rehearse in another clone, or end the class first: npm run class end',
    })
  }
  const rehearsal = new Rehearsal(options)
  const forget = options.onInterrupt(() => rehearsal.end())
  try {
    return await rehearsal.run()
  } finally {
    await rehearsal.end()
    forget()
  }
}

class Rehearsal {
  readonly #options: RehearsalOptions
  readonly #folder: string
  readonly #lessons: readonly Lesson[]
  readonly #learners: readonly RehearsedLearner[]
  readonly #checks: Outcome['checks'][number][] = []
  readonly #shown: Outcome['shown'][number][] = []
  readonly #attempts: Outcome['attempts'][number][] = []
  #keptWhenAway = true
  #answers: Answers | undefined
  #hosting: Hosting | undefined
  #room: OpenRoom | undefined
  #page: PageWatch | undefined

  constructor(options: RehearsalOptions) {
    this.#options = options
    this.#folder = join(openStateFolder(options.env), 'rehearsal')
    this.#lessons = rehearsedLessons(options.lessons)
    this.#learners = namesOf(options.learners).map(
      (name) => new RehearsedLearner(name, this.#lessons, this.#folder, options.env),
    )
  }

  async run(): Promise<Outcome> {
    const { learners } = this.#options
    const answers = join(this.#folder, 'answers')
    if (areGraded(learners)) this.#answers = await compileAnswers(parts, answers)
    await this.#open()
    const all = learners === 1 ? '1 learner' : `all ${learners} learners`
    await this.#step(`Joining: ${all} at once`, () => this.#join())
    await this.#step('One learner alone', () => this.#alone())
    await this.#step(`Lessons 1, 2, 3, 5: ${all} at once`, () =>
      this.#together('together', partsOf),
    )
    await this.#step('Attacks, by everybody on their neighbour', () => this.#attack())
    await this.#step(`Lesson 1, and kafka-${LOST_BROKER} is killed meanwhile`, () => this.#lose())
    await this.#step('Restarting page, server and brokers', () => this.#restart())
    await this.#step('Lesson 1 once more', () =>
      this.#together('after the restart', () => shortParts),
    )
    return this.#outcome()
  }

  async #step(doing: string, action: () => Promise<void>): Promise<void> {
    const done = this.#options.report.step(doing)
    await action()
    done()
  }

  async #open(): Promise<void> {
    const { env, report, lessons } = this.#options
    this.#hosting = await hostClass(ROOM, env, report)
    this.#room = await openRoom(this.#hosting, lessons)
    this.#page = new PageWatch(this.#room.pageAddress)
  }

  async #close(): Promise<void> {
    await this.#page?.[Symbol.asyncDispose]()
    await this.#room?.[Symbol.asyncDispose]()
    this.#page = undefined
    this.#room = undefined
  }

  async #join(): Promise<void> {
    const code = this.#room?.joinLine.split(' ').at(-1) ?? ''
    await Promise.all(this.#learners.map((learner) => learner.join(code)))
    // Somebody comes again under the name of another.
    const [known] = this.#learners
    if (!known) return
    const { env } = this.#options
    const folder = join(this.#folder, 'intruder')
    const intruder = new RehearsedLearner(known.name, this.#lessons, folder, env)
    const refused = await intruder.join(code).then(() => false, isNameTaken)
    this.#attempts.push({ what: "to join under another's name", refused })
  }

  async #alone(): Promise<void> {
    const [first] = this.#learners
    if (!first) return
    // The first requests to new brokers are the slowest, and nobody's measure.
    for (const part of shortParts) await this.#check(first, part, 'warm-up')
    for (const part of parts) await this.#check(first, part, 'alone')
  }

  async #together(when: When, partsFor: (index: number) => readonly Part[]): Promise<void> {
    await Promise.all(
      this.#learners.map(async (learner, index) => {
        for (const part of partsFor(index)) await this.#check(learner, part, when)
      }),
    )
  }

  async #check(learner: RehearsedLearner, part: Part, when: When): Promise<void> {
    let check = await learner.check(part, this.#answers)
    // As a learner would who reads that a broker is away, and types it again.
    const repeated = when === 'broker lost' && check.verdict.startsWith(NOT_DONE)
    if (repeated) check = await learner.check(part, this.#answers)
    this.#checks.push({ ...check, when, repeated })
    await learner.tellOf(check)
    const toldAt = performance.now()
    const isShown = await this.#page?.shows(({ heard }) => heard >= learner.told, learner.name)
    const shownAfterMs = isShown ? performance.now() - toldAt : undefined
    this.#shown.push({ when, shownAfterMs })
  }

  async #attack(): Promise<void> {
    for (const [index, learner] of this.#learners.entries()) {
      const other = this.#learners[(index + 1) % this.#learners.length]
      const name = other && other !== learner ? other.name : 'nobody'
      this.#attempts.push(...(await learner.attack(name)))
    }
  }

  async #lose(): Promise<void> {
    const checks = this.#together('broker lost', () => shortParts)
    await this.#hosting?.cluster.kill(LOST_BROKER)
    await checks
    await this.#hosting?.cluster.up(this.#options.report)
  }

  // What is told while nobody is there to hear is kept, and told later.
  async #restart(): Promise<void> {
    await this.#close()
    await this.#hosting?.cluster.down()
    const [first] = this.#learners
    const [{ lesson }] = shortParts as [Part]
    const begun = { lesson, verdict: 'begun', attempt: 0, durationMs: 0 } as const
    this.#keptWhenAway = (await first?.tell(begun)) === 'kept'
    await this.#open()
  }

  async #outcome(): Promise<Outcome> {
    const observer = new Observer(this.#hosting?.cluster.addresses ?? [])
    const stored = await Promise.all(
      this.#learners.map(async ({ name }) => {
        const partitions = await observer.stored(progressTopic(name))
        const events = partitions.flatMap(({ records }) => records).map(({ value }) => value)
        return new Set(events.map((value) => parseEvent(`${value}`)?.id)).size
      }),
    )
    const isShown = ({ name, told }: RehearsedLearner): boolean => {
      const shown = this.#page?.learner(name)
      const passed = this.#checks.filter((one) => one.learner === name && one.verdict === 'passed')
      const lessons = new Set(passed.map(({ part }) => part.lesson))
      return shown?.heard === told && shown.passed.length === lessons.size
    }
    const told = this.#learners.map((learner) => learner.told)
    return {
      learners: this.#learners.length,
      checks: this.#checks,
      shown: this.#shown,
      attempts: this.#attempts,
      told: { stored: sum(stored), expected: sum(told), keptWhenAway: this.#keptWhenAway },
      misshown: this.#learners.filter((one) => !isShown(one)).map(({ name }) => name),
    }
  }

  /** Ends the class, and deletes all that the rehearsal made. */
  async end(): Promise<void> {
    await this.#close()
    // It may have been cut short before the class was open: there was none before.
    const hosting = this.#hosting ?? (await findHosting(this.#options.env))
    await hosting?.cluster.wipe()
    hosting?.home.remove()
    this.#answers?.[Symbol.dispose]()
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, one) => total + one, 0)
}

function isNameTaken(error: unknown): boolean {
  return error instanceof WorkbookError && error.code === 'NAME_TAKEN'
}
