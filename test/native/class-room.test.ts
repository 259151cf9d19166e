// What a room can ask of a class besides Kafka, and what survives when parts of it are away.
import { once } from 'node:events'
import { mkdtempSync, realpathSync, rmSync, statSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { request } from 'node:https'
import net from 'node:net'
import { devNull, tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeCertificate } from '../../scripts/class/certificate.ts'
import {
  codeOf,
  findHosting,
  hostClass,
  isOpen,
  type OpenRoom,
  openRoom,
} from '../../scripts/class/index.ts'
import { PageWatch } from '../../scripts/class/rehearsal/page-watch.ts'
import { chooseCluster, waitUntil } from '../../scripts/cluster/index.ts'
import {
  goesBeforeClass,
  type Happening,
  inClass,
  joinClass,
  MembershipFile,
  tell,
} from '../../scripts/membership/index.ts'
import { silent } from '../../scripts/terminal/index.ts'
import { type Classroom, openClassroom, waitForDoors } from '../support/classroom.ts'

const linux = process.platform === 'linux'
const failedOnce: Happening = {
  lesson: '01-producers',
  verdict: 'failed',
  finding: 'missing-key',
  attempt: 1,
  durationMs: 900,
}

let classroom: Classroom
let room: OpenRoom
const homes: string[] = []

beforeAll(async () => {
  classroom = await openClassroom()
  room = await openRoom(classroom.hosting, [])
})

afterAll(async () => {
  await room?.[Symbol.asyncDispose]()
  await classroom?.[Symbol.asyncDispose]()
  for (const home of homes) rmSync(home, { recursive: true, force: true })
})

/** The environment of another clone. */
function newClone(): NodeJS.ProcessEnv {
  const home = realpathSync(mkdtempSync(join(tmpdir(), 'workbook-learner-')))
  homes.push(home)
  return { WORKBOOK_STATE: home }
}

const code = (): string => codeOf(classroom.hosting.hosted)

test('every broker is told to ask no name server, which a room may not have', async () => {
  const { stdout } = await execa('ps', ['-Aww', '-o', 'args='])
  const { folder } = classroom.hosting.home
  const brokers = stdout.split('\n').filter((line) => line.includes(`${folder}!`))
  expect(brokers).toHaveLength(3)
  for (const broker of brokers) expect(broker).toContain(`-Djdk.net.hosts.file=${devNull}`)
})

test('who joins keeps the password to themselves, and may join again', async () => {
  const ada = newClone()
  const first = await joinClass(code(), 'ada', ada)
  expect(await joinClass(code(), 'ada', ada)).toEqual(first)
  expect(statSync(join(ada.WORKBOOK_STATE ?? '', 'class.json')).mode & 0o077).toBe(0)
  expect(room.seats.names).toEqual(['ada'])
})

test('a code that is used twice gives nobody the name of another', async () => {
  const eve = newClone()
  await expect(joinClass(code(), 'ada', eve)).rejects.toMatchObject({ code: 'NAME_TAKEN' })
  expect(new MembershipFile(eve).read()).toBeUndefined()
})

test.each([['class'], ['Ada'], ['a.b'], ['instructor']])('"%s" is no name', async (name) => {
  await expect(joinClass(code(), name, newClone())).rejects.toMatchObject({ code: 'BAD_NAME' })
})

test.runIf(linux)(
  'whoever guesses is soon not listened to, even with the right code; others are',
  async () => {
    const guesser = '127.0.0.9'
    const { secret } = classroom.hosting.hosted
    const wrong = '0'.repeat(secret.length)
    const answers: number[] = []
    await waitUntil({
      what: 'seven guesses to be listened to',
      look: async () => {
        answers.push(await ask(guesser, wrong, 'gus'))
        return answers.filter((status) => status === 403).length
      },
      done: (listened) => listened === 7,
      timeoutMs: 120_000,
    })
    expect(answers.slice(0, 3)).toEqual([403, 403, 403])
    expect(answers.slice(3)).toContain(429)
    // The third made it wait half a second, each further one twice as long: now eight seconds.
    expect(await ask(guesser, secret, 'gus')).toBe(429)
    expect(room.seats.names).not.toContain('gus')
    expect(await ask('127.0.0.8', secret, 'ben')).toBe(200)
  },
)

/** Asks for a seat from an address of this machine; the status of the answer. */
async function ask(localAddress: string, secret: string, name: string): Promise<number> {
  const { address, ports, certificate } = classroom.hosting.hosted
  const asked = request({
    host: address,
    port: Number(`${ports}0`),
    path: '/join',
    method: 'POST',
    ca: certificate,
    localAddress,
    headers: { 'Content-Type': 'application/json' },
    agent: false,
  })
  asked.end(JSON.stringify({ secret, name, password: '1'.repeat(32) }))
  const [answer] = (await once(asked, 'response')) as [IncomingMessage]
  answer.resume()
  return answer.statusCode ?? 0
}

test.runIf(linux)("the teacher's page is not to be had from the room", async () => {
  const page = new URL(room.pageAddress)
  const { address } = classroom.hosting.hosted
  expect(await connects(address, Number(page.port))).toBe(false)
  expect(await connects('127.0.0.1', Number(page.port))).toBe(true)
})

test('nor without its token', async () => {
  expect((await fetch(room.pageAddress)).status).toBe(200)
  const guessed = new URL('/', room.pageAddress)
  expect((await fetch(guessed)).status).toBe(404)
  expect((await fetch(new URL('/api/room', guessed))).status).toBe(404)
})

test('what cannot be told is kept, and told later in its order, once', async () => {
  const cem = newClone()
  const membership = await joinClass(code(), 'cem', cem)
  await waitForDoors(classroom.hosting, membership)
  expect(await tell(failedOnce, cem)).toBe('told')
  await classroom.hosting.cluster.down()
  expect(await tell({ ...failedOnce, attempt: 2, finding: 'wrong-key' }, cem)).toBe('kept')
  const reach = (await chooseCluster(inClass(cem))).up(silent)
  await expect(reach).rejects.toMatchObject({ code: 'CLASS_AWAY' })
  await classroom.hosting.cluster.up(silent)
  await waitForDoors(classroom.hosting, membership)
  expect(await tell({ ...failedOnce, attempt: 3, finding: 'sent-twice' }, cem)).toBe('told')
  // The page was open all the while, and its brokers were not.
  await using page = new PageWatch(room.pageAddress)
  expect(await page.shows(({ heard }) => heard === 3, 'cem')).toBe(true)
  expect(page.learner('cem')).toMatchObject({ tries: 3, finding: 'sent-twice' })
})

test('a class that knows this clone no more is told from one that is away', async () => {
  const fay = newClone()
  const joined = await joinClass(code(), 'fay', fay)
  new MembershipFile(fay).write({ ...joined, password: '0'.repeat(32) })
  const reach = (await chooseCluster(inClass(fay))).up(silent)
  await expect(reach).rejects.toMatchObject({ code: 'CLASS_REFUSED' })
})

test('a broker that dies is waited out', async () => {
  const gil = newClone()
  await joinClass(code(), 'gil', gil)
  const { cluster } = classroom.hosting
  await cluster.kill(3)
  const reached = await chooseCluster(inClass(gil))
  await reached.up(silent)
  const { brokers } = await reached.status()
  expect(brokers.map(({ id }) => id)).toEqual([1, 2])
  await cluster.up(silent)
})

test.each(['WORKBOOK_CLUSTER', 'KAFKA_BROKERS'])(
  '%s goes before a class, and is named',
  async (name) => {
    const hal = newClone()
    await joinClass(code(), name === 'KAFKA_BROKERS' ? 'hal' : 'ida', hal)
    expect(goesBeforeClass(hal)).toBeUndefined()
    const byHand = { ...hal, [name]: 'native' }
    expect(inClass(byHand)).toEqual(byHand)
    expect(goesBeforeClass(byHand)).toBe(name)
  },
)

test('a page that is opened again shows the same room at the same address', async () => {
  const before = room.feed.show()
  const { pageAddress } = room
  await room[Symbol.asyncDispose]()
  room = await openRoom(classroom.hosting, [])
  await using page = new PageWatch(room.pageAddress)
  expect(await page.shows(({ heard }) => heard === 3, 'cem')).toBe(true)
  expect(room.feed.show()).toEqual(before)
  expect(new URL(room.pageAddress).pathname).toBe(new URL(pageAddress).pathname)
})

test('who leaves may come back under the same name, and nobody else may have it', async () => {
  const kim = newClone()
  const { password } = await joinClass(code(), 'kim', kim)
  new MembershipFile(kim).leave()
  expect(inClass(kim)).toEqual(kim)
  await expect(joinClass(code(), 'kim', newClone())).rejects.toMatchObject({ code: 'NAME_TAKEN' })
  expect((await joinClass(code(), 'kim', kim)).password).toBe(password)
  expect(inClass(kim).WORKBOOK_CLASS).toBe('kim')
})

test('whether the room is open can be seen from another process', async () => {
  const { hosted } = classroom.hosting
  expect(await isOpen(hosted)).toBe(true)
  await room[Symbol.asyncDispose]()
  expect(await isOpen(hosted)).toBe(false)
  room = await openRoom(classroom.hosting, [])
})

test('a class is not held at an address that this machine has not', async () => {
  const teacher = newClone()
  const hosting = hostClass('203.0.113.9', teacher, silent)
  await expect(hosting).rejects.toMatchObject({ code: 'NO_ADDRESS' })
  expect(await findHosting(teacher)).toBeUndefined()
})

test('somebody else at the address of the class is told nothing', async () => {
  const heard: string[] = []
  const other = await openOther((text) => heard.push(text))
  const { port } = other.address() as net.AddressInfo
  // The code of the class, but for where it leads: ports are named by their first digits.
  const { hosted } = classroom.hosting
  const elsewhere = codeOf({ ...hosted, address: '127.0.0.1', ports: `${port}`.slice(0, -1) })
  try {
    const refused = joinClass(elsewhere, 'dan', newClone())
    await expect(refused).rejects.toMatchObject({ code: 'CLASS_REFUSED' })
  } finally {
    await new Promise((closed) => other.close(closed))
  }
  expect(heard).toEqual([])
})

// At a port whose number ends in 0, with a certificate of its own.
async function openOther(hear: (text: string) => void): Promise<tls.Server> {
  const { key, certificate: cert } = makeCertificate('127.0.0.1', new Date())
  for (let port = 23_410; ; port += 10) {
    const server = tls.createServer({ key, cert }, (socket) => {
      socket.on('data', (chunk) => hear(`${chunk}`)).on('error', () => {})
    })
    const listens = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false))
      server.listen(port, '127.0.0.1', () => resolve(true))
    })
    if (listens) return server
  }
}

function connects(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, host)
    socket.once('error', () => resolve(false))
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
  })
}
