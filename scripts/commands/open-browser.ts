import type { Io } from './command.ts'

const openers: Readonly<Partial<Record<NodeJS.Platform, readonly [string, ...string[]]>>> = {
  darwin: ['open'],
  win32: ['cmd', '/c', 'start', ''],
  linux: ['xdg-open'],
}

/**
 * Opens a page for whoever sits at this terminal. Where there is nobody to see it, none is opened:
 * over ssh, in a container, in CI.
 */
export async function openBrowser(address: string, { env }: Io): Promise<void> {
  const [program, ...args] = openers[process.platform] ?? []
  const seen = process.platform !== 'linux' || env.DISPLAY || env.WAYLAND_DISPLAY
  if (!program || !seen || !process.stdout.isTTY) return
  const { execa } = await import('execa')
  await execa(program, [...args, address], { reject: false, stdio: 'ignore' })
}
