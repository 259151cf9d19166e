import { createInterface } from 'node:readline/promises'
import { WorkbookError } from '../errors.ts'
import {
  goesBeforeClass,
  joinClass,
  MembershipFile,
  Outbox,
  sendProgress,
} from '../membership/index.ts'
import type { Command, Io } from './command.ts'
import { nextLesson } from './next-lesson.ts'
import { openBrowser } from './open-browser.ts'
import { allLessons } from './which-lesson.ts'

// A learner's machine need not load what a teacher's does.
const hostSide = () => import('../class/index.ts')

type Action = (words: readonly string[], io: Io) => Promise<number>

const MOST_REHEARSED = 60

const actions: Readonly<Record<string, Action>> = {
  status,
  host,
  join,
  leave,
  end,
  rehearse,
  kit,
}

export const classroom: Command = {
  name: 'class',
  summary: 'A class on one cluster: hold it, or join it',
  usage: [
    'npm run class                     shows how it stands',
    'npm run class host [ADDRESS]      holds a class here, with Java, not Docker',
    'npm run class end                 ends it, and deletes what its brokers hold',
    'npm run class join CODE ada       joins it as ada; leave undoes that',
    'npm run class rehearse 5          tries a class out, on this machine alone',
  ],
  flags: ['json', 'learners'],
  foundAnyway: ['learners'],
  async run({ words, flags }, io) {
    const [name = 'status', ...rest] = words
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    const inJson = name === 'rehearse' && flags.has('json')
    if (action) return action(inJson ? [...rest, 'json'] : rest, io)
    throw new WorkbookError('BAD_USAGE', `"class ${name}" is not known.`, {
      remedy: `Known are: ${Object.keys(actions).join(', ')}.`,
    })
  },
}

async function status(_words: readonly string[], io: Io): Promise<number> {
  const joined = new MembershipFile(io.env).joined()
  const { findHosting, isOpen, joinLineOf } = await hostSide()
  const hosting = await findHosting(io.env)
  if (hosting) {
    const { ready } = await hosting.cluster.status()
    io.print(`This clone holds a class at ${hosting.hosted.address}.`)
    io.print(`Its brokers ${ready ? 'run' : 'are not ready'}.`)
    if (await isOpen(hosting.hosted)) io.print(`The room is open:\n  ${joinLineOf(hosting)} NAME`)
    else io.print('The room is closed. To open it: npm run class host')
    io.print('To close the class and delete what it holds: npm run class end')
  }
  if (joined) {
    io.print(`This clone is in the class at ${joined.address}, as "${joined.name}".`)
    warn(io)
    io.print(`Next: ${nextLesson(io)}. To go back to your own brokers: npm run class leave`)
  }
  if (!hosting && !joined) {
    io.print('This clone is in no class, and holds none.')
    io.print('To hold one: npm run class host. To join one: npm run class join CODE NAME')
  }
  return 0
}

async function host(words: readonly string[], io: Io): Promise<number> {
  const { hostClass, isOpen, joinLineOf, openRoom, SEATS } = await hostSide()
  const hosting = await hostClass(await chooseAddress(words, io), io.env, io.report)
  if (await isOpen(hosting.hosted)) {
    io.print('The room is open already, in another terminal, and its brokers run. Learners type:\n')
    io.print(`  ${joinLineOf(hosting)} NAME`)
    return 0
  }
  const lessons = allLessons().map(({ id, number, title, minutes }) => ({
    id,
    number,
    title,
    minutes,
  }))
  const room = await openRoom(hosting, lessons, (name) => io.report.note(`${name} is here.`))
  io.onInterrupt(async () => {
    await room[Symbol.asyncDispose]()
    io.report.note('The room is closed: nobody can join. Its brokers run on, and so do checks.')
    io.report.note('To open it again: npm run class host')
  })
  io.print(`\nThe class is at ${hosting.hosted.address}, with ${SEATS} seats. Learners type:\n`)
  io.print(`  ${room.joinLine} NAME\n`)
  io.print(`Your page, on this machine only: ${room.pageAddress}`)
  io.print('Ctrl-C closes the room and keeps the brokers; npm run class end ends the class.')
  await openBrowser(room.pageAddress, io)
  return new Promise(() => {}) // until it is interrupted
}

async function chooseAddress([named, ...more]: readonly string[], io: Io): Promise<string> {
  if (more.length > 0) {
    throw new WorkbookError('BAD_USAGE', `"${more.join(' ')}" is not understood.`)
  }
  if (named !== undefined) {
    if (/^(\d{1,3}\.){3}\d{1,3}$/.test(named)) return named
    throw new WorkbookError('NO_ADDRESS', `"${named}" is no IPv4 address.`)
  }
  const { findHosting, hasAddress, roomAddresses } = await hostSide()
  const known = (await findHosting(io.env))?.hosted.address
  if (known && (await hasAddress(known))) return known
  const found = roomAddresses()
  const [only, ...others] = found
  if (only !== undefined && others.length === 0) return only
  const what = only
    ? `This machine has several addresses: ${found.join(', ')}.`
    : 'This machine is in no network.'
  throw new WorkbookError('NO_ADDRESS', what, {
    remedy: `Name the one the room can reach: npm run class host ${only ?? '127.0.0.1'}`,
  })
}

async function join([code, name, ...more]: readonly string[], io: Io): Promise<number> {
  if (code === undefined || more.length > 0) {
    throw new WorkbookError('BAD_USAGE', 'A code and a name are needed.', {
      remedy: 'As in: npm run class join CODE ada',
    })
  }
  const { name: own, address } = await joinClass(code, name ?? (await askName()), io.env)
  io.print(`You are "${own}" in the class at ${address}; only your name and what your checks`)
  io.print(
    'found are told there. Lessons use the class now; lesson 4, and the demo of lesson 3, use',
  )
  io.print('brokers of your own.')
  warn(io)
  io.print(`Next: ${nextLesson(io)}. To undo it: npm run class leave`)
  return 0
}

function warn(io: Io): void {
  const variable = goesBeforeClass(io.env)
  if (!variable) return
  io.print(`But ${variable} is set and goes before the class: unset it, or it stays unused.`)
}

async function askName(): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new WorkbookError('BAD_USAGE', 'Under which name?', {
      remedy: 'Add one that you choose, as in: npm run class join CODE ada',
    })
  }
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await prompt.question('Your name in the class (small letters, digits): ')).trim()
  } finally {
    prompt.close()
  }
}

async function leave(_words: readonly string[], io: Io): Promise<number> {
  const file = new MembershipFile(io.env)
  const joined = file.joined()
  const outbox = new Outbox(io.env)
  const isTold = joined ? await sendProgress(joined, outbox) : true
  file.leave()
  outbox.clear()
  io.print(joined ? `You have left the class at ${joined.address}.` : 'You were in no class.')
  if (!isTold) io.print('It did not answer: what it had not been told yet, it will not hear.')
  io.print('Your progress is yours, here. Next: npm run lesson')
  return 0
}

async function end(words: readonly string[], io: Io): Promise<number> {
  const { codeOf, findHosting, isOpen } = await hostSide()
  const hosting = await findHosting(io.env)
  if (!hosting) {
    io.print('This clone holds no class. To hold one: npm run class host')
    return 0
  }
  if (!words.includes('yes')) {
    io.print(
      `This deletes the class at ${hosting.hosted.address}: what learners stored and their progress.`,
    )
    io.print('Their own machines keep theirs. To do it: npm run class end yes')
    return 2
  }
  if (await isOpen(hosting.hosted)) {
    throw new WorkbookError('NO_CLASS', 'The room is open, in another terminal.', {
      remedy: 'Close it there with Ctrl-C, then: npm run class end yes',
    })
  }
  const ended = io.report.step('Ending the class')
  await hosting.cluster.wipe(io.report)
  hosting.home.remove()
  ended('ended')
  io.print(`The code ${codeOf(hosting.hosted)} is worth nothing now.`)
  return 0
}

// For contributors: the page for teachers says what the lessons say.
async function kit(_words: readonly string[], io: Io): Promise<number> {
  const { writeKit } = await hostSide()
  writeKit(allLessons())
  io.print('docs/teaching.md has the schedules and notes of the lessons as they are now.')
  return 0
}

async function rehearse(words: readonly string[], io: Io): Promise<number> {
  const learners = countOf(words, io)
  const { describeOutcome, faultsOf, rehearse: rehearseClass } = await hostSide()
  const { report, env } = io
  const lessons = allLessons()
  const outcome = await rehearseClass({
    learners,
    lessons,
    env,
    report,
    onInterrupt: (putBack) => io.onInterrupt(putBack),
  })
  const faults = faultsOf(outcome)
  if (words.includes('json')) io.print(JSON.stringify({ ...outcome, faults }, null, 2))
  else io.print(`\n${describeOutcome(outcome)}`)
  return faults.length === 0 ? 0 : 1
}

// npm keeps --learners for itself, and gives us its value in one of two ways.
function countOf(words: readonly string[], { env }: Io): number {
  const kept = env.npm_config_learners ?? ''
  const [typed = '5', ...more] = [
    ...words.filter((word) => word !== 'json'),
    ...(/^\d+$/.test(kept) ? [kept] : []),
  ]
  const learners = Number(typed)
  if (Number.isInteger(learners) && learners > 0 && learners <= MOST_REHEARSED && !more.length) {
    return learners
  }
  throw new WorkbookError(
    'BAD_USAGE',
    `"${[typed, ...more].join(' ')}" is no number of learners.`,
    {
      remedy: `From 1 to ${MOST_REHEARSED}, as in: npm run class rehearse 20`,
    },
  )
}
