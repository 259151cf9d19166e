import { join } from 'node:path'
import { projectRoot } from '../state/index.ts'

/** Scripts of pages, by the file they begin with in `client/`. */
export type ClientScript = 'site' | 'search' | 'live' | 'editor' | 'class'

const bundled = new Map<ClientScript, Promise<string>>()

/** One script for the browser; made when first asked for, in some tenths of a second. */
export function clientScript(name: ClientScript): Promise<string> {
  const known = bundled.get(name)
  if (known) return known
  const made = bundle(name)
  bundled.set(name, made)
  return made
}

async function bundle(name: ClientScript): Promise<string> {
  const { build } = await import('esbuild')
  const { outputFiles } = await build({
    entryPoints: [join(projectRoot, 'scripts', 'site', 'client', `${name}.ts`)],
    bundle: true,
    minify: true,
    write: false,
    // Classic scripts: pages opened from disk may not load modules.
    format: 'iife',
    target: 'es2022',
    legalComments: 'none',
  })
  return outputFiles[0]?.text ?? ''
}
