// Takes the lock, then becomes `npm ci`: npm runs inside this process. So the lock is held exactly
// as long as npm writes, also when the command that started this one was killed, and the next
// command waits for an installation left behind instead of running into it.
import { existsSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { basename, delimiter, dirname, join } from 'node:path'
import { acquireLock, lockPort } from './lock.mjs'
import { forgetPackages, hasPackages, root } from './packages.mjs'

await acquireLock({
  doing: 'installing packages',
  onWait: (holder) => console.error(`Waiting for another command: ${holder}.`),
}).catch(explain)
if (hasPackages()) process.exit(0)
const npm = findNpm() ?? fail('npm was not found.', 'Install the packages by hand: npm ci')
forgetPackages()
console.error('Installing packages, once (about ten seconds) ...')
const startedAt = performance.now()
process.on('exit', (code) => {
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  if (code === 0) console.error(`Packages installed in ${seconds} s`)
})
process.chdir(root)
// What the person's npm settings, or flags meant for us, must not change.
const settings = ['--package-lock', '--include=dev', '--include=optional', '--json=false']
const quiet = ['--loglevel=error', '--no-audit', '--no-fund', '--ignore-scripts']
process.argv.splice(1, process.argv.length, npm, 'ci', ...settings, ...quiet)
createRequire(import.meta.url)(npm)

/** The npm that runs us, else the one that came with this Node, else the one on the path. */
function findNpm() {
  const running = process.env.npm_execpath ?? ''
  const bin = dirname(process.execPath)
  const paths = (process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'npm'))
  return [
    running,
    join(bin, '..', 'lib', 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    join(bin, 'node_modules', 'npm', 'bin', 'npm-cli.js'),
    ...paths,
  ]
    .filter((file) => existsSync(file))
    .map((file) => realpathSync(file))
    .find((file) => basename(file) === 'npm-cli.js')
}

/** @param {{ code?: string, message: string }} error */
function explain({ code, message }) {
  if (code === 'BAD_PORTS') {
    const remedy = 'Give the first three or four digits of the ports, such as WORKBOOK_PORTS=2909.'
    fail(message, remedy, 2)
  }
  if (code === 'PORT_TAKEN') {
    fail(
      `Port ${lockPort()} is taken by another program.`,
      'Stop that program, or choose other ports for this clone: WORKBOOK_PORTS=2909',
    )
  }
  fail(`The packages could not be installed: ${message}`, 'Then run the same command again.')
}

/**
 * @param {string} what
 * @param {string} remedy
 * @returns {never}
 */
function fail(what, remedy, code = 3) {
  console.error(`${what}\n${remedy}`)
  process.exit(code)
}
