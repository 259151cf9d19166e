import type { Command, Io } from './command.ts'

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

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
  linux: ['xdg-open'],
}

// Where there is nobody to see it, none is opened: over ssh, in a container, in CI.
async function openBrowser(address: string, { env }: Io): Promise<void> {
  const [program, ...args] = openers[process.platform] ?? []
  const seen = process.platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY
  if (!program || !seen || !process.stdout.isTTY) return
  const { execa } = await import('execa')
  await execa(program, [...args, address], { reject: false, stdio: 'ignore' })
}
