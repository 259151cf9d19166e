import { join } from 'node:path'
import { projectRoot } from '../state/index.ts'
import type { Command } from './command.ts'

export const bench: Command = {
  name: 'bench',
  summary: 'Measure how fast the workbook is',
  usage: ['npm run bench                 takes about eight minutes'],
  flags: ['json'],
  async run(args) {
    const { execa } = await import('execa')
    const program = join(projectRoot, 'test', 'bench', 'main.ts')
    const flags = args.flags.has('json') ? ['--json'] : []
    const { exitCode = 1 } = await execa('node', ['--import', 'tsx', program, ...flags], {
      cwd: projectRoot,
      stdio: 'inherit',
      reject: false,
    })
    return exitCode
  },
}
