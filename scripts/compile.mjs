// Keeps scripts/ compiled to plain JavaScript. Loading it file by file through tsx costs every
// command a third of a second; the compiled form is made anew whenever a source file has changed.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, renameSync, rmSync, statSync, utimesSync } from 'node:fs'
import { join, sep } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './packages.mjs'

const sources = join(root, 'scripts')
const lessons = join(root, 'lessons')
const cache = join(root, 'node_modules', '.cache', 'kafka-workbook')
const A_WEEK_MS = 7 * 86_400_000

/**
 * The compiled main.ts, or undefined where it cannot be kept.
 * @returns {Promise<string | undefined>}
 */
export async function compiledMain() {
  const folder = join(cache, fingerprint())
  const main = pathToFileURL(join(folder, 'main.js')).href
  if (existsSync(folder)) {
    markUsed(folder)
    return main
  }
  const draft = `${folder}.${process.pid}.tmp`
  try {
    await compileInto(draft)
    renameSync(draft, folder)
    removeOld()
    return main
  } catch {
    rmSync(draft, { recursive: true, force: true })
    // Another command may have been faster; a read-only folder keeps nothing.
    return existsSync(folder) ? main : undefined
  }
}

/** @param {string} folder */
async function compileInto(folder) {
  const { build } = await import('esbuild')
  await build({
    entryPoints: { main: join(sources, 'main.ts'), ...checks() },
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    target: 'node20',
    format: 'esm',
    sourcemap: true,
    external: ['vitest', 'esbuild'],
    logLevel: 'silent',
    // Some packages ask for Node's own modules in the old way.
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'\nconst require = requireFor(import.meta.url)",
    },
    // The compiled files lie elsewhere, and must find the clone they belong to.
    define: { WORKBOOK_ROOT: JSON.stringify(root) },
  })
}

// The lessons' checks share the engine's modules, so they are compiled together with it.
function checks() {
  const entries = readdirSync(lessons)
    .filter((name) => existsSync(join(lessons, name, 'check.test.ts')))
    .map((name) => [`lessons/${name}/check`, join(lessons, name, 'check.test.ts')])
  return Object.fromEntries(entries)
}

/** @param {string} folder */
function markUsed(folder) {
  const now = new Date()
  try {
    utimesSync(folder, now, now)
  } catch {
    // It belongs to somebody else, who will remove it or not.
  }
}

// Not at once: a command that began before the change, such as `npm run docs`, still loads from it.
function removeOld() {
  for (const name of readdirSync(cache)) {
    const folder = join(cache, name)
    const age = Date.now() - statSync(folder).mtimeMs
    if (age > A_WEEK_MS) rmSync(folder, { recursive: true, force: true })
  }
}

function fingerprint() {
  const hash = createHash('sha256').update(root)
  for (const file of [...filesIn(sources), ...filesIn(lessons).filter(isPartOfCheck)]) {
    const { mtimeMs, size } = statSync(file)
    hash.update(`${file} ${mtimeMs} ${size}\n`)
  }
  return hash.digest('hex').slice(0, 16)
}

/** @param {string} folder */
function filesIn(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
}

// A lesson's check and the data it reads; what learners write changes with every save.
/** @param {string} file */
function isPartOfCheck(file) {
  const [, name = '', ...deeper] = file.slice(lessons.length).split(sep)
  return name !== '' && deeper.length === 1 && /\.ts$/.test(file) && !/exercise\.ts$/.test(file)
}
