import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { build } from 'esbuild'
import { projectRoot } from '../../scripts/state/index.ts'
import { whereIs } from './path.ts'
import { type Ended, startProcess } from './process.ts'

/** Whether this user can run a program as another: root, with the `setpriv` of util-linux. */
export const canBeSomebodyElse = process.getuid?.() === 0 && whereIs('setpriv') !== undefined

/** Runs a few lines as a user who owns nothing. Bundled: that user may not read this clone. */
export async function runAsNobody(contents: string): Promise<Ended> {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-nobody-'))
  try {
    chmodSync(folder, 0o755)
    const outfile = join(folder, 'lines.mjs')
    await build({
      stdin: { contents, resolveDir: projectRoot },
      bundle: true,
      platform: 'node',
      format: 'esm',
      outfile,
      logLevel: 'silent',
      banner: {
        js: "import { createRequire } from 'node:module'\nconst require = createRequire(import.meta.url)",
      },
    })
    const as = ['--reuid=65534', '--regid=65534', '--clear-groups', process.execPath, outfile]
    return await startProcess('setpriv', as, { cwd: folder, env: { PATH: process.env.PATH } }).ended
  } finally {
    rmSync(folder, { recursive: true })
  }
}
