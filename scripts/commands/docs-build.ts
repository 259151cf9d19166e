import { join, relative } from 'node:path'
import { projectRoot } from '../state/index.ts'
import type { Command } from './command.ts'

export const docsBuild: Command = {
  name: 'docs:build',
  summary: 'Write the workbook as web pages that need no server, into dist/',
  usage: ['npm run docs:build'],
  flags: [],
  async run(_args, io) {
    const { buildStatic } = await import('../site/index.ts')
    const folder = join(projectRoot, 'dist')
    const written = io.report.step('Writing the pages')
    const files = await buildStatic(projectRoot, folder)
    written(`${files.length} files`)
    io.print(`Open ${relative(process.cwd(), join(folder, 'index.html'))} in a browser.`)
    return 0
  },
}
