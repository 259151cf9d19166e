import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { execa } from 'execa'
import { projectRoot } from '../../scripts/state/index.ts'
import { cleanEnvironment } from './environment.ts'

/** The folder that holds `node` of a major version: a real binary, fetched from npm once. */
export async function nodeFolder(major: number): Promise<string> {
  const name = `node-${process.platform}-${process.arch}`
  const kept = join(projectRoot, '.workbook', 'test-cache', `node-${major}`)
  if (!existsSync(kept)) {
    const draft = `${kept}.${process.pid}.tmp`
    mkdirSync(draft, { recursive: true })
    await execa('npm', ['install', '--prefix', draft, '--no-audit', `${name}@${major}`], {
      env: cleanEnvironment({}),
      extendEnv: false,
    })
    keepFirst(draft, kept)
  }
  return join(kept, 'node_modules', name, 'bin')
}

function keepFirst(draft: string, kept: string): void {
  try {
    renameSync(draft, kept)
  } catch (error) {
    if (!existsSync(kept)) throw error
    rmSync(draft, { recursive: true }) // another test file was faster
  }
}
