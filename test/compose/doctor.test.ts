// Faults of brokers in containers, made for real, and what the doctor says of each.
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execa } from 'execa'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { lookAtEngine } from '../../scripts/cluster/index.ts'
import { projectRoot } from '../../scripts/state/index.ts'
import { waitForState } from '../support/brokers.ts'
import type { Clone } from '../support/clone.ts'
import { editComposeFile } from '../support/compose-file.ts'
import {
  containersOf,
  docker,
  makeComposeClone,
  provideImage,
  provideNodeImage,
} from '../support/docker.ts'
import { diagnose, expectFinding } from '../support/doctor.ts'
import { seen } from '../support/seen.ts'

let clone: Clone

beforeAll(async () => {
  clone = await makeComposeClone(await provideImage())
})

afterAll(() => clone[Symbol.asyncDispose]())

const up = (): ReturnType<Clone['run']> => clone.run(['cluster', 'up'])

/** Runs with a changed docker-compose.yml, which is put back, as are the brokers. */
async function changed(
  edit: [from: string | RegExp, to: string],
  act: () => Promise<void>,
): Promise<void> {
  const putBack = editComposeFile(clone, edit)
  try {
    await act()
  } finally {
    putBack()
    await clone.run(['cluster', 'wipe', 'yes'])
  }
}

test('an engine tells its memory, its clock and the processor of the image', async () => {
  const facts = await lookAtEngine(clone.env)
  expect(facts.imageArchitecture).toBe(facts.architecture)
  expect(facts.memoryBytes).toBeGreaterThan(1e9)
  expect(Math.abs(facts.clockAheadMs)).toBeLessThan(60_000)
  const { fine } = await diagnose(clone)
  expect(fine).toContainEqual(expect.stringMatching(/^Brokers run in containers \(Docker \d/))
})

test('an engine whose clock stood still, as that of a virtual machine that slept', async () => {
  // The doctor and its clock run ahead; the engine does not.
  const doctor = [process.execPath, join(clone.folder, 'scripts', 'start.mjs'), 'doctor', '--json']
  const options = { env: clone.env, extendEnv: false, reject: false } as const
  const { stdout, shortMessage } = await execa('faketime', ['-f', '+2h', ...doctor], options)
  expect(stdout, shortMessage).not.toBe('')
  const found = expectFinding(JSON.parse(stdout), 'CLOCK_SKEW', seen('CLOCK_SKEW'))
  expect(found.what).toContain('120 minutes')
})

test('Java that meets an instruction which the processor does not have', async () => {
  expect(await up()).toMatchObject({ code: 0 })
  const [broker = ''] = await containersOf(clone, 'kafka-2')
  await docker('kill', '--signal', 'ILL', broker)
  await waitForState(clone, 2, 'dead')
  expectFinding(await diagnose(clone), 'MAC_NEEDS_UPDATE', seen('MAC_NEEDS_UPDATE', 1))
  await clone.run(['cluster', 'wipe', 'yes'])
})

test('a machine with too little memory for three brokers', async () => {
  const limits = ['--memory', '600m', '-e', 'WORKBOOK_CLUSTER=native']
  const folders = [clone.folder, join(projectRoot, 'node_modules')]
  const mounted = folders.flatMap((folder) => ['-v', `${folder}:${folder}:ro`])
  const doctor = ['node', join(clone.folder, 'scripts', 'start.mjs'), 'doctor', '--json']
  const inside = ['run', '--rm', ...limits, ...mounted, await provideNodeImage(), ...doctor]
  const { stdout, stderr } = await execa('docker', inside, { reject: false })
  expect(stdout, stderr).not.toBe('') // Maven is missing there too, so it ends with 3
  expectFinding(JSON.parse(stdout), 'LOW_MEMORY', seen('LOW_MEMORY'))
})

test('an image for another processor is named', async () => {
  const image = 'workbook-test-foreign:1'
  await loadEmptyImage(image, 's390x')
  try {
    const diagnosis = await diagnose(clone, { KAFKA_IMAGE: image })
    const found = expectFinding(diagnosis, 'IMAGE_FOREIGN', seen('IMAGE_FOREIGN'))
    expect(found.blocks).toBe(false)
  } finally {
    await docker('rmi', image)
  }
})

test('the address that only containers know, as many tutorials advertise it', async () => {
  await changed([/HOST:\/\/127\.0\.0\.1:\S+1,/, 'HOST://kafka-1:9092,'], async () => {
    expect(await up()).toMatchObject({ code: 0 })
    const found = expectFinding(await diagnose(clone), 'ADVERTISED_NAME', seen('ADVERTISED_NAME'))
    expect(found.what).toContain('broker 1 is at kafka-1:9092')
    expect(found.fix).toContain(`HOST://127.0.0.1:${clone.ports}`)
  })
})

test('an address that means all interfaces cannot be advertised', async () => {
  await changed([/HOST:\/\/127\.0\.0\.1:\S+1,/, 'HOST://0.0.0.0:9092,'], async () => {
    const { code, stderr } = await up()
    expect(code).toBe(3)
    expect(stderr).toMatch(seen('BAD_SETTING'))
    expect(stderr).toContain('0.0.0.0')
    expectFinding(await diagnose(clone), 'BAD_SETTING', seen('BAD_SETTING'))
  })
})

test('a volume of another cluster', async () => {
  expect(await up()).toMatchObject({ code: 0 })
  await changed(['q1Sh-9_ISia_zwGINzRvyQ', '5L6g3nShT-eMCtK--X86sw'], async () => {
    const { code, stderr } = await up()
    expect(code).toBe(3)
    expect(stderr).toMatch(seen('FOREIGN_DATA', 1))
    expect(stderr).toContain('npm run cluster wipe')
    const { findings } = await diagnose(clone)
    expect(findings[0]).toMatchObject({ code: 'FOREIGN_DATA', blocks: true })
  })
})

test('a file that Docker Compose cannot read', async () => {
  await changed(['hostname: kafka-2', 'hostnaem: kafka-2'], async () => {
    const { code, stderr } = await up()
    expect(code).toBe(3)
    const either = [seen('COMPOSE_FAILED', 0), seen('COMPOSE_FAILED', 1)]
    expect(
      either.some((words) => words.test(stderr)),
      stderr,
    ).toBe(true)
  })
})

/** Gives the engine an image that holds nothing, made for some processor. */
async function loadEmptyImage(name: string, architecture: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-image-'))
  try {
    const layer = Buffer.alloc(1024) // a tar archive without files
    const digest = createHash('sha256').update(layer).digest('hex')
    const rootfs = { type: 'layers', diff_ids: [`sha256:${digest}`] }
    const manifest = [{ Config: 'config.json', RepoTags: [name], Layers: ['layer.tar'] }]
    writeFileSync(join(folder, 'layer.tar'), layer)
    const config = { architecture, os: 'linux', config: {}, rootfs }
    writeFileSync(join(folder, 'config.json'), JSON.stringify(config))
    writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
    const image = join(folder, 'image.tar')
    await execa('tar', ['-cf', image, '-C', folder, 'manifest.json', 'config.json', 'layer.tar'])
    await docker('load', '-i', image)
  } finally {
    rmSync(folder, { recursive: true })
  }
}
