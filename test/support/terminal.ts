import { spawn } from 'node:child_process'
import type { Clone } from './clone.ts'
import { whereIs } from './path.ts'

/** Whether keys can be typed here: tried with the `script` of util-linux, not with that of macOS. */
export const hasTerminals = process.platform === 'linux' && whereIs('script') !== undefined

interface Typing {
  readonly columns: number
  readonly env?: NodeJS.ProcessEnv
  /** What is waited for before `keys` are typed. */
  readonly prompt?: string
  readonly keys?: string
}

interface Shown {
  readonly code: number | null
  /** Everything that reached the terminal, escape sequences included. */
  readonly text: string
}

/** Runs a verb to its end on a pseudo-terminal, made by the system's `script`. */
export function runInTerminal(
  clone: Pick<Clone, 'folder' | 'env'>,
  words: readonly string[],
  { columns, env = {}, prompt, keys = '' }: Typing,
): Promise<Shown> {
  const command = [process.execPath, 'scripts/start.mjs', ...words].map(quoted).join(' ')
  const line = `stty cols ${columns} rows 24 && exec ${command}`
  const args =
    process.platform === 'darwin'
      ? ['-q', '/dev/null', 'sh', '-c', line]
      : ['-qefc', line, '/dev/null']
  const child = spawn('script', args, {
    cwd: clone.folder,
    env: { ...clone.env, TERM: 'xterm-256color', ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let text = ''
  let waiting = prompt !== undefined
  child.stdout.on('data', (chunk) => {
    text += chunk
    if (!waiting || !text.includes(prompt ?? '')) return
    waiting = false
    child.stdin.write(keys)
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code) => resolve({ code, text }))
  })
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}
