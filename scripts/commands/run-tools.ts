import { join } from 'node:path'
import { projectRoot } from '../state/index.ts'
import type { Io } from './command.ts'

/** Formatter, linter and types; whether all is as it should be. */
export async function runChecks(io: Io): Promise<boolean> {
  const tools = [
    ['biome', 'check', '--error-on-warnings', '.'],
    ['tsc', '-p', 'tsconfig.gate.json'],
    ['tsc', '-p', 'scripts/site/client'],
  ]
  const found = await Promise.all(tools.map((tool) => runTool(tool, io)))
  return found.every(Boolean)
}

/** Runs a program among the packages; whether it found nothing wrong. */
export async function runTool(command: readonly string[], io: Io): Promise<boolean> {
  const { execa } = await import('execa')
  const [name = '', ...args] = command
  const program = join(projectRoot, 'node_modules', '.bin', name)
  const { failed } = await execa(program, args, {
    cwd: projectRoot,
    env: io.env,
    stdio: 'inherit',
    reject: false,
  })
  return !failed
}
