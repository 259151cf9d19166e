import { spawn } from 'node:child_process'
import { readFileSync, readlinkSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { readDefinition } from '../../scripts/cluster/definition/definition.ts'
import { formatDataFolder } from '../../scripts/cluster/native/format.ts'
import { findOwnProcesses } from '../../scripts/cluster/native/processes.ts'
import { knownToolchain } from '../../scripts/cluster/native/toolchain.ts'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { ask, metadata } from '../../scripts/wire/index.ts'
import type { Clone } from '../support/clone.ts'
import { alternate, type Figure, median, seconds, succeeds } from './measure.ts'

const RUNS = 5

/** Three brokers from nothing, against the same three JVM commands on formatted data. */
export async function measureColdStart(clone: Clone): Promise<Figure[]> {
  await clone.run(['cluster', 'up'])
  const commands = await bareCommands(clone)
  const resident = residentGigabytes(commands.map(({ pid }) => pid))
  const times = await alternate(
    RUNS,
    async () => {
      await clone.run(['cluster', 'wipe', 'yes'])
      return seconds(() => succeeds(clone.run(['cluster', 'up'])))
    },
    async () => {
      await clone.run(['cluster', 'wipe', 'yes'])
      formatAll(clone, commands)
      return seconds(() => startBare(clone, commands))
    },
  )
  await clone.run(['cluster', 'wipe', 'yes'])
  const how = `median of ${RUNS} alternating runs`
  return [
    { what: 'cluster up from nothing', value: times.ours, unit: 's', how: `whole command, ${how}` },
    {
      what: 'the same JVMs, bare',
      value: times.peer,
      unit: 's',
      how: `until all are let in, ${how}`,
    },
    { what: 'cold start, ours to bare', value: times.ratio, unit: 'x', limit: 1.25, how },
    { what: 'three brokers resident', value: resident, unit: 'GB', limit: 1.1, how: 'VmRSS, once' },
  ]
}

interface BareCommand {
  readonly pid: number
  readonly id: number
  readonly args: readonly string[]
  readonly cwd: string
  readonly properties: string
  readonly data: string
}

async function bareCommands(clone: Clone): Promise<BareCommand[]> {
  return (await findOwnProcesses(clone.home)).map(({ pid, role }) => {
    const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1)
    const properties = args.at(-1) ?? ''
    return {
      pid,
      id: Number(role.replace('broker-', '')),
      args,
      cwd: readlinkSync(`/proc/${pid}/cwd`),
      properties: readFileSync(properties, 'utf8'),
      data: join(clone.home, role, 'data'),
    }
  })
}

function formatAll(clone: Clone, commands: readonly BareCommand[]): void {
  const definition = readDefinition(join(clone.folder, 'docker-compose.yml'), clone.env)
  const checkpoint = knownToolchain(definition, clone.home, clone.env)?.checkpoint ?? ''
  for (const { id, data } of commands) {
    rmSync(data, { recursive: true, force: true })
    formatDataFolder({ folder: data, nodeId: id, clusterId: definition.clusterId, checkpoint })
  }
}

// A shell that starts the three and nothing else.
async function startBare(clone: Clone, commands: readonly BareCommand[]): Promise<void> {
  const quote = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`
  const script = commands
    .map(({ args, cwd, properties }) => {
      const file = quote(args.at(-1) ?? '')
      const write = `printf %s ${quote(properties)} > ${file}`
      return `${write}; (cd ${quote(cwd)} && exec ${args.map(quote).join(' ')}) </dev/null >/dev/null 2>&1 &`
    })
    .join('\n')
  spawn('sh', ['-c', script], { env: { ...clone.env, LC_ALL: 'C.UTF-8' }, stdio: 'ignore' })
  for (const { id } of commands) await waitUntilLetIn(`127.0.0.1:${clone.ports}${id}`, 3)
}

async function waitUntilLetIn(address: string, brokers: number): Promise<void> {
  await waitUntil({
    what: `${address} to know ${brokers} brokers`,
    look: async () =>
      ask(address, metadata, 1500).then(
        (seen) => seen.brokers.length,
        () => 0,
      ),
    done: (known) => known === brokers,
    timeoutMs: 60_000,
    everyMs: 20,
  })
}

function residentGigabytes(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) =>
    Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]),
  )
  return kilobytes.reduce((sum, one) => sum + one, 0) / 1e6
}

/** How long `cluster status` and `doctor` take on a running cluster. */
export async function measureLooking(clone: Clone): Promise<Figure[]> {
  const looks = [
    { what: 'cluster status', words: ['cluster', 'status'], limit: 0.6 },
    { what: 'doctor, all well', words: ['doctor'], limit: 2 },
  ]
  const figures: Figure[] = []
  for (const { what, words, limit } of looks) {
    const times: number[] = []
    for (let run = 0; run < 9; run++) {
      times.push(await seconds(() => succeeds(clone.npm(['-s', 'run', ...words]))))
    }
    const how = `npm run -s ${words.join(' ')}, median of 9`
    figures.push({ what, value: median(times), unit: 's', limit, how })
  }
  return figures
}
