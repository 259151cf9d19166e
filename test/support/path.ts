import { accessSync, constants, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'

/** Where a program of this machine is, if it has it. */
export function whereIs(program: string): string | undefined {
  const places = (process.env.PATH ?? '').split(delimiter)
  return places
    .map((folder) => join(folder, program))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK)
        return true
      } catch {
        return false
      }
    })
}

/** A PATH on which there is nothing but what is named here. */
export interface Programs extends Disposable {
  readonly path: string
}

/**
 * Makes a folder with programs: `real` ones of this machine, and scripts that stand in for others
 * by printing what those print. Any of them may use the shell.
 */
export function makePrograms(
  real: readonly string[],
  standIns: Readonly<Record<string, string>> = {},
): Programs {
  const path = mkdtempSync(join(tmpdir(), 'workbook-path-'))
  for (const program of new Set(['sh', ...real])) {
    const place = whereIs(program)
    if (!place) throw new Error(`this machine has no ${program}`)
    symlinkSync(place, join(path, program))
  }
  for (const [program, script] of Object.entries(standIns)) {
    writeFileSync(join(path, program), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
  }
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
