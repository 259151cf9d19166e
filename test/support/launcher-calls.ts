// What a launcher must do, whichever it is: the same tests for brokers in containers and for plain
// processes.
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import type { BrokerState, ClusterStatus } from '../../scripts/cluster/index.ts'
import { waitUntil } from '../../scripts/cluster/wait.ts'
import { ask, metadata, type PartitionState } from '../../scripts/wire/index.ts'
import type { Clone } from './clone.ts'

export async function statusOf(clone: Clone): Promise<ClusterStatus> {
  const { stdout } = await clone.run(['cluster', 'status', '--json'])
  return JSON.parse(stdout)
}

async function stateOf(clone: Clone, id: number): Promise<BrokerState | undefined> {
  return (await statusOf(clone)).brokers.find((broker) => broker.id === id)?.state
}

/** What each broker knows of the topics behind groups and transactions. */
async function internalPartitions(clone: Clone): Promise<PartitionState[]> {
  const { brokers } = await statusOf(clone)
  const views = await Promise.all(brokers.map(({ address }) => ask(address, metadata, 5000)))
  return views.flatMap(({ partitions }) => partitions.filter(({ internal }) => internal))
}

/** Tests every call on a clone whose cluster is up, and leaves it up. */
export function launcherCalls(theClone: () => Clone): void {
  test.each([
    ['stop', 'stopped', 'start', 'pause'],
    ['kill', 'dead', 'start', 'resume'],
    ['pause', 'paused', 'resume', undefined],
  ] as const)(
    '%s leaves a broker %s, %s undoes it, and twice is said to be once',
    async (away, state, back, impossible) => {
      const clone = theClone()
      const runTwice = async (action: string, already: string): Promise<void> => {
        const first = await clone.run(['cluster', action, '2'])
        expect(first.code, first.stderr).toBe(0)
        const { code, stderr } = await clone.run(['cluster', action, '2'])
        expect({ code, stderr }).toEqual({
          code: 0,
          stderr: `kafka-2 is already ${already}.
`,
        })
      }
      await runTwice(away, state)
      expect(await stateOf(clone, 2)).toBe(state)
      expect(await stateOf(clone, 1)).toBe('up')
      if (impossible) {
        const { code, stderr } = await clone.run(['cluster', impossible, '2'])
        const remedy = 'Start it: npm run cluster start 2'
        expect({ code, stderr }).toEqual({
          code: 3,
          stderr: `kafka-2 is not running.
${remedy}
`,
        })
      }
      await runTwice(back, 'running')
      expect(await stateOf(clone, 2)).toBe('up')
    },
  )

  test('up mends whatever was done to the brokers, and says so', async () => {
    const clone = theClone()
    for (const harm of ['kill 1', 'pause 2']) {
      const { code, stderr } = await clone.run(['cluster', ...harm.split(' ')])
      expect(code, stderr).toBe(0)
    }
    expect([await stateOf(clone, 1), await stateOf(clone, 2)]).toEqual(['dead', 'paused'])
    const { code, stderr } = await clone.run(['cluster', 'up'])
    expect(code, stderr).toBe(0)
    expect(stderr).toContain('kafka-1 had died')
    expect(stderr).toContain('kafka-2 was paused')
    expect(await statusOf(clone)).toMatchObject({ ready: true })
  })

  test('logs shows what a broker says', async () => {
    const clone = theClone()
    const socket = connect(Number(`${clone.ports}1`), '127.0.0.1').on('error', () => {})
    socket.end('GET / HTTP/1.1\r\n\r\n') // of no use to Kafka
    const { code, stdout } = await waitUntil({
      what: 'kafka-1 to complain of what was sent',
      look: () => clone.run(['cluster', 'logs', '1']),
      done: ({ stdout }) => stdout.includes('Invalid receive'),
      timeoutMs: 60_000,
    })
    expect(code).toBe(0)
    expect(stdout).toMatch(/kafka-1.*\n.*WARN/s)
  })

  test("Kafka's own tools work, their exit codes come through, and what they made survives down and up", async () => {
    const clone = theClone()
    const create = ['--create', '--topic', 'kept', '--partitions', '3']
    expect(await clone.run(['kafka', 'topics', ...create])).toMatchObject({ code: 0 })
    const missing = await clone.run(['kafka', 'topics', '--describe', '--topic', 'nowhere'])
    expect(missing.code).toBe(1)
    const unknown = await clone.run(['kafka', 'topicz'])
    expect(unknown).toMatchObject({ code: 2, stderr: expect.stringContaining('topics') })

    expect(await clone.run(['cluster', 'down'])).toMatchObject({ code: 0 })
    expect(await stateOf(clone, 1)).toBe('stopped')
    const { code, stderr } = await clone.run(['cluster', 'up'])
    expect(code, stderr).toBe(0)
    const { stdout } = await clone.run(['kafka', 'topics', '--list'])
    expect(stdout).toContain('kept')
    expect(stdout).toContain('__consumer_offsets')
  })

  test.each([
    ['broker', ['stop 2', 'start 2', 'up']],
    ['cluster', ['down', 'up']],
  ])('after a %s was away, groups get the coordinators that they will keep', async (_, calls) => {
    const clone = theClone()
    for (const call of calls) {
      const { code, stderr } = await clone.run(['cluster', ...call.split(' ')])
      expect(code, stderr).toBe(0)
    }
    const seen = await internalPartitions(clone)
    expect(seen.length).toBeGreaterThan(0)
    expect(seen.filter(({ leader, replicas }) => leader !== replicas[0])).toEqual([])
  })

  test('up on a running cluster says nothing on the way', async () => {
    const { code, stderr } = await theClone().run(['cluster', 'up'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  })
}
