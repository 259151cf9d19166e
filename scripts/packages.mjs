// Whether the npm packages of this clone are there. Plain JavaScript without dependencies,
// because it is asked before anything is installed.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const wanted = join(root, 'package-lock.json')
// npm writes this file when an installation is complete, as its last act.
const complete = join(root, 'node_modules', '.package-lock.json')

/**
 * Whether every package of the lock file is installed. By content, not by age: git sets new times
 * on old files.
 */
export function hasPackages() {
  try {
    const installed = packagesOf(complete)
    return Object.entries(packagesOf(wanted)).every(([place, { version, ...rest }]) => {
      if (place === '') return true
      if (!installed[place]) return rest.optional && !isForThisMachine(rest)
      return installed[place].version === version && existsSync(join(root, place, 'package.json'))
    })
  } catch {
    return false // nothing there, or cut short
  }
}

/** Makes the next command install afresh. */
export function forgetPackages() {
  rmSync(complete, { force: true })
}

// A folder of packages may come from another machine: Windows and WSL can share a clone.
/** @param {Package} optional */
function isForThisMachine({ os, cpu, libc }) {
  return os?.includes(process.platform) && cpu?.includes(process.arch) && !libc
}

/**
 * @typedef {{ version?: string, optional?: boolean, os?: string[], cpu?: string[], libc?: string[] }} Package
 * @param {string} file
 * @returns {Record<string, Package>}
 */
function packagesOf(file) {
  return JSON.parse(readFileSync(file, 'utf8')).packages
}
