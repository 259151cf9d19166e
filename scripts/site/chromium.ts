import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The browser that tests drive: the one WORKBOOK_CHROMIUM names, or the first on the PATH. */
export function findChromium(env: NodeJS.ProcessEnv): string | undefined {
  if (env.WORKBOOK_CHROMIUM) return env.WORKBOOK_CHROMIUM
  const folders = (env.PATH ?? '').split(delimiter).filter(Boolean)
  return names.flatMap((name) => folders.map((folder) => join(folder, name))).find(existsSync)
}
