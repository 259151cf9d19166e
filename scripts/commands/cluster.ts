import { createInterface } from 'node:readline/promises'
import { type Cluster, type ClusterStatus, chooseCluster } from '../cluster/index.ts'
import { WorkbookError } from '../errors.ts'
import { formatTable } from '../terminal/index.ts'
import type { Arguments, Command, Io } from './command.ts'
import { nextLesson } from './next-lesson.ts'

type Action = (cluster: Cluster, args: Arguments, io: Io) => Promise<number>

const actions: Readonly<Record<string, Action>> = {
  up,
  down,
  wipe,
  status,
  logs,
  start: onBroker('start'),
  stop: onBroker('stop'),
  kill: onBroker('kill'),
  pause: onBroker('pause'),
  resume: onBroker('resume'),
}

export const cluster: Command = {
  name: 'cluster',
  summary: 'Look after the three brokers',
  usage: [
    'npm run cluster up | down | status | wipe',
    'npm run cluster stop 2        also: start, kill, pause, resume, logs',
  ],
  flags: ['json'],
  async run(args, io) {
    const [name = 'status', ...words] = args.words
    const action = Object.hasOwn(actions, name) ? actions[name] : undefined
    if (!action) {
      throw new WorkbookError('BAD_USAGE', `"cluster ${name}" is not known.`, {
        remedy: `Known are: ${Object.keys(actions).join(', ')}.`,
      })
    }
    refuseExtraWords(name, words)
    return action(await chooseCluster(io.env), { ...args, words }, io)
  },
}

// `cluster wipe 2 yes` must not be taken for `cluster wipe yes`.
function refuseExtraWords(name: string, words: readonly string[]): void {
  const ofAll = ['up', 'down', 'status', 'wipe'].includes(name)
  const extra = words.find((word) => ofAll && !(name === 'wipe' && word === 'yes'))
  if (extra === undefined) return
  throw new WorkbookError(
    'BAD_USAGE',
    `"cluster ${name}" is for all brokers, not for "${extra}".`,
    {
      remedy: 'For one broker there are start, stop, kill and pause: npm run cluster stop 2',
    },
  )
}

async function up(cluster: Cluster, _args: Arguments, io: Io): Promise<number> {
  await cluster.up(io.report)
  io.print(`Ready at ${cluster.addresses.join(', ')}.`)
  io.print(`Next: ${nextLesson(io)}`)
  return 0
}

async function down(cluster: Cluster, _args: Arguments, io: Io): Promise<number> {
  const stopped = io.report.step('Stopping the brokers')
  await cluster.down(io.report)
  stopped('stopped')
  io.print('The data is kept. To start them again: npm run cluster up')
  return 0
}

async function wipe(cluster: Cluster, args: Arguments, io: Io): Promise<number> {
  const places = cluster.dataPlaces()
  if (places.length > 0 && !args.words.includes('yes')) {
    io.print(`This deletes every topic, record and committed offset:\n  ${places.join('\n  ')}`)
    if (!(await confirm())) {
      io.print('Nothing was deleted. To delete without being asked: npm run cluster wipe yes')
      return 2
    }
  }
  const wiped = io.report.step('Deleting the data of all brokers')
  await cluster.wipe(io.report)
  wiped('deleted')
  io.print('Next: npm run cluster up')
  return 0
}

async function confirm(): Promise<boolean> {
  if (!process.stdin.isTTY) return false
  const prompt = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return (await prompt.question('Delete it? (yes/no) ')).trim().toLowerCase() === 'yes'
  } finally {
    prompt.close()
  }
}

async function status(cluster: Cluster, args: Arguments, io: Io): Promise<number> {
  const seen = await cluster.status()
  io.print(args.flags.has('json') ? JSON.stringify(seen) : describeStatus(seen, nextLesson(io)))
  return 0
}

function describeStatus(
  { launcher, ready, controller, brokers }: ClusterStatus,
  lesson: string,
): string {
  const rows = brokers.map(({ id, address, state }) => [
    `kafka-${id}`,
    address,
    id === controller ? `${state}, controller` : state,
  ])
  // All are up and it is not ready: leaders are being elected, or internal topics are missing.
  const what = brokers.every(({ state }) => state === 'up') ? 'wait for leaders' : 'bring it up'
  const next = ready
    ? `Ready for lessons. Next: ${lesson}`
    : `Not ready for lessons. To ${what}: npm run cluster up`
  return `${formatTable([...rows, ['', '', '']]).trimEnd()}\n\n${next} (launcher: ${launcher})`
}

async function logs(cluster: Cluster, args: Arguments, io: Io): Promise<number> {
  const wanted = args.words.length > 0 ? [brokerId(args)] : [1, 2, 3]
  for (const id of wanted) {
    io.print(`kafka-${id}, the newest lines of its log:`)
    io.print((await cluster.logs(id, wanted.length > 1 ? 20 : 200)) || '(empty)')
  }
  return 0
}

function onBroker(verb: 'start' | 'stop' | 'kill' | 'pause' | 'resume'): Action {
  return async (cluster, args, io) => {
    const changed = await cluster[verb](brokerId(args), io.report)
    io.print(`${changed ? 'See what changed' : 'See all three'}: npm run cluster status`)
    return 0
  }
}

function brokerId(args: Arguments): number {
  const word = args.words[0] ?? ''
  const id = Number(word.replace(/^kafka-/, ''))
  if ([1, 2, 3].includes(id) && args.words.length === 1) return id
  throw new WorkbookError('BAD_USAGE', `Which broker? Not "${args.words.join(' ')}".`, {
    remedy: 'Name one of 1, 2 and 3, such as: npm run cluster stop 2',
  })
}
