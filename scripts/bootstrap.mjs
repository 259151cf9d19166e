// Installs the packages once, then runs the TypeScript command in this same process. It needs
// nothing but Node.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { compiledMain } from './compile.mjs'
import { forgetPackages, hasPackages } from './packages.mjs'

const INTERRUPTED = 130

if (!hasPackages()) await install()
await runCommand().catch(explain)

async function runCommand() {
  const { main } = await loadMain()
  await main(process.argv.slice(2))
}

/** @returns {Promise<typeof import('./main.ts')>} */
async function loadMain() {
  if (process.env.WORKBOOK_DEBUG === '1') process.setSourceMapsEnabled(true)
  const compiled = await compiledMain()
  if (compiled) return import(compiled)
  const { register } = await import('tsx/esm/api')
  register()
  return import('./main.ts')
}

/** @returns {Promise<void>} */
function install() {
  const file = fileURLToPath(new URL('install.mjs', import.meta.url))
  // Standard output belongs to the command that was asked for.
  const installer = spawn(process.execPath, [file], { stdio: ['ignore', 2, 2] })
  // The terminal sends Ctrl-C to the installer as well: let it end first, and end after it.
  let interrupted = false
  const interrupt = () => {
    interrupted = true
  }
  process.on('SIGINT', interrupt)
  return new Promise((resolve, reject) => {
    installer.once('error', reject)
    installer.once('exit', (code, signal) => {
      process.off('SIGINT', interrupt)
      if (interrupted || signal) {
        fail('Interrupted. The next command installs again.', INTERRUPTED)
      }
      // These are the installer's own, and it has said why; all others are npm's.
      if (code === 2 || code === 3) process.exit(code)
      if (code) {
        fail(
          'The packages could not be installed: npm ci failed, its message stands above.\n' +
            'Check the network and the free disk space, then run the same command again.',
        )
      }
      resolve()
    })
  })
}

/** @param {unknown} error */
function explain(error) {
  if (process.env.WORKBOOK_DEBUG === '1') console.error(error)
  const { code, message } = /** @type {{ code?: string, message: string }} */ (error)
  if (code === 'ERR_MODULE_NOT_FOUND') {
    forgetPackages()
    fail(
      `A package is damaged: ${message}\n` +
        'Run the same command again: it installs the packages afresh.',
    )
  }
  fail(`This command could not start: ${message}\nRun it with WORKBOOK_DEBUG=1 to see where.`)
}

/**
 * @param {string} text
 * @returns {never}
 */
function fail(text, code = 3) {
  console.error(text)
  process.exit(code)
}
