import type { Command } from './command.ts'
import { openBrowser } from './open-browser.ts'

export const docs: Command = {
  name: 'docs',
  summary: 'Open the workbook in the browser',
  usage: ['npm run docs'],
  flags: [],
  async run(_args, io) {
    const { serveWorkbook } = await import('../site/index.ts')
    const served = await serveWorkbook(io)
    io.onInterrupt(async () => served[Symbol.asyncDispose]())
    io.print(`The workbook is at ${served.address}\nIt ends with Ctrl-C.`)
    await openBrowser(served.address, io)
    return new Promise(() => {}) // until it is interrupted
  },
}
