// What machines of another kind report, judged: none of them is at hand.
import { describe, expect, test } from 'vitest'
import { seen } from '../../test/support/seen.ts'
import { desktopRelease } from '../cluster/compose/engine-facts.ts'
import type { EngineFacts } from '../cluster/index.ts'
import { explainLastWords } from '../cluster/index.ts'
import { unsuitableSystem } from '../cluster/native/system.ts'
import { judgeEngine } from './judge-engine.ts'
import { judgeMemory, judgeWsl } from './judge-machine.ts'
import { judgeTopics } from './judge-topics.ts'

const messages = (problems: readonly Error[]): string[] => problems.map(({ message }) => message)

test('Windows itself is no place for plain processes, Linux and macOS are', () => {
  expect(unsuitableSystem('win32')?.message).toMatch(seen('NEEDS_WSL'))
  expect([unsuitableSystem('linux'), unsuitableSystem('darwin')]).toEqual([undefined, undefined])
})

describe('WSL 2', () => {
  const wsl =
    'Linux version 5.15.167.4-microsoft-standard-WSL2 (root@f9c826d3017f) (gcc (GCC) 11.2.0, GNU ld (GNU Binutils) 2.37) #1 SMP Tue Nov 5 00:21:55 UTC 2024'
  const debian =
    'Linux version 6.1.0-18-amd64 (debian-kernel@lists.debian.org) (gcc-12 (Debian 12.2.0-14) 12.2.0, GNU ld (GNU Binutils for Debian) 2.40) #1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)'

  test('with a clone on the Windows disk is slow', () => {
    const [problem] = judgeWsl(wsl, '/mnt/c/Users/ada/workbook')
    expect(problem?.message).toMatch(seen('WINDOWS_DISK'))
  })

  test.each([
    [wsl, '/home/ada/workbook'],
    [wsl, '/mnt/wslg/workbook'],
    [debian, '/mnt/c/workbook'],
  ])('is not to blame otherwise', (version, folder) => {
    expect(judgeWsl(version, folder)).toEqual([])
  })
})

describe('an engine', () => {
  const well: EngineFacts = {
    architecture: 'arm64',
    memoryBytes: 8e9,
    clockAheadMs: -1200,
    imageArchitecture: 'arm64',
  }
  const judged = (facts: Partial<EngineFacts>, processor = 'Apple M4 Pro') =>
    judgeEngine({ ...well, ...facts }, processor)

  test('that is well is not complained of', () => {
    expect(judged({ desktop: '4.39.0' })).toEqual([])
    expect(judged({ desktop: '4.38.0' }, 'Apple M3')).toEqual([])
    expect(judged({ clockAheadMs: 7_200_000 })).toEqual([])
  })

  test('in an old Docker Desktop on an M4 makes Java crash', () => {
    const [problem] = judged({ desktop: desktopRelease('Docker Desktop 4.38.0 (181591)') ?? '' })
    expect(problem?.message).toMatch(seen('MAC_NEEDS_UPDATE'))
    const crash = explainLastWords('kafka-1', '#  SIGILL (0x4) at pc=0x0000ffff6fd3fc5c, pid=1')
    expect(crash?.message).toMatch(seen('MAC_NEEDS_UPDATE', 1))
  })

  test('whose virtual machine slept has a clock that is behind', () => {
    expect(messages(judged({ clockAheadMs: -2 * 3_600_000 }))).toEqual([
      expect.stringMatching(seen('CLOCK_SKEW')),
    ])
  })

  test('with little memory is slow', () => {
    expect(messages(judged({ memoryBytes: 1e9 }))).toEqual([
      expect.stringMatching(seen('LOW_MEMORY', 1)),
    ])
  })
})

test('a machine needs memory for the brokers that do not run yet', () => {
  expect(messages(judgeMemory(600e6, 3))).toEqual([expect.stringMatching(seen('LOW_MEMORY'))])
  expect(judgeMemory(600e6, 1)).toEqual([])
  expect(judgeMemory(50e6, 0)).toEqual([])
  expect(judgeMemory(undefined, 3)).toEqual([])
})

test('of many partitions without a leader the first are named', () => {
  const partitions = [0, 1, 2, 3].map((partition) => ({
    topic: 'orders',
    internal: false,
    partition,
    leader: -1,
    leaderEpoch: 0,
    replicas: [2],
    inSyncReplicas: [2],
  }))
  const brokers = [1, 2, 3].map((id) => ({ id, address: `127.0.0.1:${id}` }))
  const { problems = [] } = judgeTopics({ clusterId: 'x', brokers, partitions }, 'remote')
  expect(messages(problems)).toEqual([
    'Partitions have no leader: orders 0, orders 1, orders 2 and 1 more.',
  ])
})
