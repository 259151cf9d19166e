import net from 'node:net'
import tls from 'node:tls'
import type { Kafka } from 'kafkajs'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { quotas } from '../../scripts/class/isolation.ts'
import { waitUntil } from '../../scripts/cluster/index.ts'
import { Observer } from '../../scripts/evidence/index.ts'
import { roomBrokers } from '../../scripts/membership/index.ts'
import { type Classroom, clientOf, openClassroom, refusalOf, seat } from '../support/classroom.ts'

// More than a broker takes at once before it counts.
const FLOOD_BYTES = 20 * 1024 * 1024

let classroom: Classroom
let ada: Kafka
let eve: Kafka
let observer: Observer

beforeAll(async () => {
  classroom = await openClassroom()
  observer = new Observer(classroom.hosting.cluster.addresses)
  ada = await seat(classroom, 'ada')
  eve = await seat(classroom, 'eve')
  await makeTopic(ada, 'ada.orders', 3)
  await send(ada, 'ada.orders', 'a latte')
  await send(ada, 'ada.progress', '{}')
})

afterAll(() => classroom?.[Symbol.asyncDispose]())

async function makeTopic(kafka: Kafka, topic: string, numPartitions: number): Promise<void> {
  const admin = kafka.admin()
  await admin.connect()
  try {
    await admin.createTopics({ topics: [{ topic, numPartitions }], waitForLeaders: false })
  } finally {
    await admin.disconnect()
  }
}

async function send(kafka: Kafka, topic: string, value: string | Buffer): Promise<void> {
  const producer = kafka.producer()
  await producer.connect()
  try {
    // A topic is not known everywhere at once.
    const partitions = await waitUntil({
      what: `${topic} to be there`,
      look: () => observer.partitions(topic),
      done: (seen) => seen.length > 0,
      timeoutMs: 120_000,
    })
    // Its leaders answer for it.
    await Promise.all(partitions.map(({ partition }) => observer.logEnd(topic, partition)))
    await producer.send({ topic, messages: [{ value }] })
  } finally {
    await producer.disconnect()
  }
}

async function withAdmin<T>(
  kafka: Kafka,
  act: (admin: ReturnType<Kafka['admin']>) => Promise<T>,
): Promise<T> {
  const admin = kafka.admin()
  await admin.connect()
  return act(admin).finally(() => admin.disconnect())
}

async function read(kafka: Kafka, topic: string, groupId: string): Promise<string> {
  const consumer = kafka.consumer({ groupId, retry: { retries: 0 } })
  await consumer.connect()
  try {
    await consumer.subscribe({ topic, fromBeginning: true })
    return await new Promise((resolve, reject) => {
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error))
      consumer
        .run({ eachMessage: async ({ message }) => resolve(`${message.value}`) })
        .catch(reject)
    })
  } finally {
    await consumer.disconnect()
  }
}

test('a learner works below their own name', async () => {
  expect(await read(ada, 'ada.orders', 'ada.baristas')).toBe('a latte')
  expect((await withAdmin(ada, (admin) => admin.listTopics())).sort()).toEqual([
    'ada.orders',
    'ada.progress',
  ])
})

test.each(['ada.orders', 'ada.progress'])("another's %s is not read", async (topic) => {
  expect(await refusalOf(read(eve, topic, 'eve.spies'))).toContain('TOPIC_AUTHORIZATION_FAILED')
})

test("another's topic is not deleted", async () => {
  const attempt = withAdmin(eve, (admin) => admin.deleteTopics({ topics: ['ada.orders'] }))
  expect(await refusalOf(attempt)).toMatch(/TOPIC_AUTHORIZATION_FAILED|not authorized/i)
  expect(await observer.partitions('ada.orders')).toHaveLength(3)
})

test.each(['ada.progress', 'ada.orders'])('nobody writes as another, to %s', async (topic) => {
  expect(await refusalOf(send(eve, topic, 'forged'))).toContain('TOPIC_AUTHORIZATION_FAILED')
  const stored = await observer.stored(topic)
  expect(stored.flatMap(({ records }) => records)).toHaveLength(1)
})

test("another's group is not joined", async () => {
  await makeTopic(eve, 'eve.orders', 1)
  await send(eve, 'eve.orders', 'a mocha')
  expect(await refusalOf(read(eve, 'eve.orders', 'ada.baristas'))).toMatch(
    /GroupCoordinatorNotFound|GROUP_AUTHORIZATION_FAILED/,
  )
  expect((await observer.group('ada.baristas')).members).toEqual([])
})

test("another's transactional id is not taken", async () => {
  const attempt = async (): Promise<void> => {
    const producer = eve.producer({ transactionalId: 'ada.till', maxInFlightRequests: 1 })
    await producer.connect()
    try {
      await producer.transaction()
    } finally {
      await producer.disconnect()
    }
  }
  expect(await refusalOf(attempt())).toMatch(/GroupCoordinatorNotFound|AUTHORIZATION_FAILED/)
})

test('nothing is made outside the own prefix, and no rights are given', async () => {
  expect(await refusalOf(makeTopic(eve, 'evening', 1))).toContain('TOPIC_AUTHORIZATION_FAILED')
  const acl = {
    resourceType: 2,
    resourceName: 'ada.',
    resourcePatternType: 4,
    principal: 'User:eve',
    host: '*',
    operation: 2,
    permissionType: 3,
  }
  const attempt = withAdmin(eve, (admin) => admin.createAcls({ acl: [acl] }))
  expect(await refusalOf(attempt)).toContain('CLUSTER_AUTHORIZATION_FAILED')
})

test('a topic of 1000 partitions is refused, however it is asked for', async () => {
  expect(await refusalOf(makeTopic(eve, 'eve.huge', 1000))).toContain('POLICY_VIOLATION')
  await makeTopic(eve, 'eve.small', 1)
  await expect.poll(() => observer.partitions('eve.small'), { timeout: 60_000 }).toHaveLength(1)
  const grow = withAdmin(eve, (admin) =>
    admin.createPartitions({ topicPartitions: [{ topic: 'eve.small', count: 1000 }] }),
  )
  expect(await refusalOf(grow)).toMatch(/TOPIC_AUTHORIZATION_FAILED|not authorized/i)
  expect(await observer.partitions('eve.small')).toHaveLength(1)
})

test('a request of 90 MB is cut off, and the brokers live', async () => {
  const refusal = await refusalOf(send(eve, 'eve.orders', Buffer.alloc(90e6)))
  expect(refusal).toMatch(/closed|ECONNRESET|EPIPE|connection/i)
  const { ready, brokers } = await classroom.hosting.cluster.status()
  expect({ ready, states: brokers.map(({ state }) => state) }).toEqual({
    ready: true,
    states: ['up', 'up', 'up'],
  })
})

test('of a thousand topics at once most are refused', async () => {
  const mallory = await seat(classroom, 'mallory')
  const topics = Array.from({ length: 1000 }, (_, number) => ({ topic: `mallory.t${number}` }))
  const attempt = withAdmin(mallory, (admin) =>
    admin.createTopics({ topics, waitForLeaders: false, timeout: 60_000 }),
  )
  expect(await refusalOf(attempt)).toContain('POLICY_VIOLATION')
  const made = (await observer.topics()).filter((topic) => topic.startsWith('mallory.t'))
  expect(made.length).toBeLessThan(100)
})

test('a flood is slowed down, and nobody else', async () => {
  const fay = await seat(classroom, 'fay')
  await makeTopic(fay, 'fay.flood', 1)
  await send(fay, 'fay.flood', 'first')
  const producer = fay.producer()
  await producer.connect()
  const value = Buffer.alloc(900_000, 'x')
  let adaIsDone = false
  let sent = 0
  const startedAt = performance.now()
  const flood = (async () => {
    for (; sent < FLOOD_BYTES || !adaIsDone; sent += value.length) {
      await producer.send({ topic: 'fay.flood', messages: [{ value }] })
    }
  })()
  try {
    // Retries are off: what is refused or late fails.
    for (let times = 0; times < 5; times++) await send(ada, 'ada.orders', `meanwhile ${times}`)
  } finally {
    adaIsDone = true
    await flood
    await producer.disconnect()
  }
  expect(sent).toBeLessThan(4 * FLOOD_BYTES) // or she was slowed down as well
  // A broker allows so much a second, over ten seconds; it takes no less on any machine.
  const least = (sent - 11 * quotas.producer_byte_rate) / quotas.producer_byte_rate
  expect((performance.now() - startedAt) / 1000).toBeGreaterThan(least)
})

test.each([
  ['a wrong password', 'ada', '0'.repeat(32)],
  ['an unknown name', 'nobody', '0'.repeat(32)],
])('%s is refused', async (_what, name, password) => {
  const client = clientOf(classroom.hosting, name, password)
  expect(await refusalOf(withAdmin(client, (admin) => admin.listTopics()))).toContain(
    'SASLAuthentication',
  )
})

test("the teacher's password opens nothing at the room's door", async () => {
  const { hosting } = classroom
  const client = clientOf(hosting, 'instructor', hosting.hosted.passwords.instructor)
  expect(await refusalOf(withAdmin(client, (admin) => admin.listTopics()))).toContain(
    'SASLAuthentication',
  )
})

test('of all ports only the four of the room listen there', async () => {
  const { address, ports } = classroom.hosting.hosted
  const open = await Promise.all(
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((last) => answers(address, Number(`${ports}${last}`))),
  )
  // The join server is not part of this test.
  expect(open.flatMap((yes, last) => (yes ? [last] : []))).toEqual([4, 5, 6])
})

test.each([1, 7])(
  'port %i of this machine serves nobody who says not who they are',
  async (last) => {
    const { ports } = classroom.hosting.hosted
    // Metadata, version 7, for all topics.
    const metadata = Buffer.from(
      '00000011000300070000000100 00ffffffff00ff00'.replace(/ /g, ''),
      'hex',
    )
    metadata.writeInt32BE(metadata.length - 4)
    const answer = await new Promise<number>((resolve) => {
      const socket = net.connect(Number(`${ports}${last}`), '127.0.0.1', () =>
        socket.write(metadata),
      )
      let bytes = 0
      socket.on('data', (chunk) => {
        bytes += chunk.length
      })
      socket.on('error', () => {})
      socket.on('close', () => resolve(bytes))
    })
    expect(answer).toBe(0)
  },
)

test("without the class's certificate nobody is fooled, without TLS nobody is heard", async () => {
  const [broker = ''] = roomBrokers(classroom.hosting.hosted)
  const [host, port] = broker.split(':')
  const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
    tls.connect({ host, port: Number(port) }).once('error', resolve)
  })
  expect(error.code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT')
})

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = net.connect(port, host)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
