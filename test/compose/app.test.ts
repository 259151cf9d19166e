// The till and the baristas of scripts/app, as containers and as plain programs.
import { basename } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { Observer } from '../../scripts/evidence/index.ts'
import type { Clone } from '../support/clone.ts'
import {
  compose,
  containersOf,
  docker,
  makeComposeClone,
  provideImage,
  provideNodeImage,
} from '../support/docker.ts'
import { type Running, startProcess } from '../support/process.ts'

const topic = 'cafe-orders'
const team = 'cafe-baristas'
let clone: Clone
let observer: Observer

beforeAll(async () => {
  clone = await makeComposeClone(await provideImage(), { NODE_IMAGE: await provideNodeImage() })
  observer = new Observer([1, 2, 3].map((id) => `127.0.0.1:${clone.ports}${id}`))
  // Named one by one: kafka-ui belongs to the profile too, and its image cannot be pulled here.
  await compose(clone, 'up', '-d', '--build', '--scale', 'consumer=3', 'producer', 'consumer')
})

afterAll(async () => {
  await clone[Symbol.asyncDispose]()
  const built = await docker('images', '-q', '--filter', `reference=${basename(clone.folder)}*`)
  if (built.length > 0) await docker('rmi', '-f', ...new Set(built))
})

/** Waits until the team has so many members, and each partition one of them; gives their shares. */
async function sharesOf(size: number): Promise<number[]> {
  const { members } = await waitUntil({
    what: `${size} baristas to share three partitions`,
    look: () => observer.group(team),
    done: ({ state, members: seen }) =>
      state === 'Stable' && seen.length === size && seen.flatMap(partitionsOf).length === 3,
    timeoutMs: 120_000,
  })
  return members.map((member) => partitionsOf(member).length).sort()
}

function partitionsOf({ assignment }: { assignment: Readonly<Record<string, readonly number[]>> }) {
  return assignment[topic] ?? []
}

async function saysOf(id: string): Promise<string> {
  const { all } = await execa('docker', ['logs', id], { all: true })
  return all
}

async function restartsOf(id: string): Promise<number> {
  const [count] = await docker('inspect', '-f', '{{.RestartCount}}', id)
  return Number(count)
}

function ordersIn(text: string, what: 'sold' | 'made'): string[] {
  return [...text.matchAll(new RegExp(`^(order-\\w+) ${what}:`, 'gm'))].map(([, id = '']) => id)
}

test('three consumers share three partitions, and each says which is its own', async () => {
  expect(await sharesOf(3)).toEqual([1, 1, 1])
  const ids = await containersOf(clone, 'consumer')
  expect(ids).toHaveLength(3)
  const latest = async (id: string) => (await saysOf(id)).match(/my partitions: .*/g)?.at(-1)
  await waitUntil({
    what: 'each consumer to say which partition it has',
    look: () => Promise.all(ids.map(latest)),
    done: (said) => [0, 1, 2].every((one) => said.includes(`my partitions: ${one}`)),
    timeoutMs: 120_000,
  })
})

test('the image runs as nobody special, and holds no more than the programs need', async () => {
  const [id = ''] = await containersOf(clone, 'producer')
  expect(await docker('exec', id, 'whoami')).toEqual(['node'])
  expect(await docker('exec', id, 'ls', 'node_modules')).toEqual(['kafkajs'])
})

test("the workbook's own commands are not disturbed by what runs beside the brokers", async () => {
  const { code, stdout, stderr } = await clone.run(['kafka', 'topics', '--list'])
  expect(code, stderr).toBe(0)
  expect(stdout).toContain(topic)
})

test('a consumer that dies is started again, and the team goes on as three', async () => {
  const [id = ''] = await containersOf(clone, 'consumer')
  const [pid] = await docker('inspect', '-f', '{{.State.Pid}}', id)
  const joined = async () => (await saysOf(id)).match(/^In the team/gm)?.length ?? 0
  const [restarts, before] = await Promise.all([restartsOf(id), joined()])
  process.kill(Number(pid), 'SIGKILL') // not by Docker, which would take it for meant
  await waitUntil({
    what: 'the consumer to join the team again',
    look: joined,
    done: (seen) => seen > before,
    timeoutMs: 120_000,
  })
  expect(await restartsOf(id)).toBe(restarts + 1)
  expect(await sharesOf(3)).toEqual([1, 1, 1])
})

test('asked to stop, all end with 0 and leave the team; every order sold was made', async () => {
  const [till = ''] = await containersOf(clone, 'producer')
  await docker('stop', till)
  const sold = ordersIn(await saysOf(till), 'sold')
  const baristas = await containersOf(clone, 'consumer')
  await waitUntil({
    what: 'every order to be made',
    look: async () => {
      const made = ordersIn((await Promise.all(baristas.map(saysOf))).join('\n'), 'made')
      return sold.filter((id) => !made.includes(id))
    },
    done: (waiting) => waiting.length === 0,
    timeoutMs: 120_000,
  })
  expect(sold).not.toEqual([])
  await docker('stop', ...baristas)
  expect((await observer.group(team)).members).toEqual([])
  const codes = await docker('inspect', '-f', '{{.State.ExitCode}}', till, ...baristas)
  expect(codes).toEqual(['0', '0', '0', '0'])
})

test('the same programs run outside of containers, and end in the same way', async () => {
  const start = (name: string): Running =>
    startProcess(process.execPath, ['--import', 'tsx', `scripts/app/${name}.ts`], {
      cwd: clone.folder,
      env: clone.env,
    })
  const till = start('producer')
  const barista = start('consumer')
  try {
    await waitUntil({
      what: 'an order that was sold to be made',
      look: async () => ordersIn(barista.printed(), 'made'),
      done: (made) => ordersIn(till.printed(), 'sold').some((id) => made.includes(id)),
      timeoutMs: 120_000,
    })
  } finally {
    for (const one of [till, barista]) one.signalGroup('SIGTERM')
  }
  expect(await till.ended).toMatchObject({ code: 0, stderr: '' })
  expect(await barista.ended).toMatchObject({ code: 0, stderr: '' })
  expect((await observer.group(team)).members).toEqual([])
})

test('down takes them along, so that nothing holds on to the network', async () => {
  await compose(clone, 'start', 'producer')
  const { code, stderr } = await clone.run(['cluster', 'down'])
  expect(code, stderr).toBe(0)
  expect(await containersOf(clone, undefined, { ended: true })).toEqual([])
})
