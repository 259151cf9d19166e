import { type Clone, makeClone } from './clone.ts'
import { type Running, startProcess } from './process.ts'

/** Starts `npm run …` itself, as a person types it; flags for npm are among the words. */
export function npmRun(
  clone: Pick<Clone, 'folder' | 'env'>,
  words: readonly string[],
  env: NodeJS.ProcessEnv = {},
): Running {
  return startProcess('npm', ['run', ...words], {
    cwd: clone.folder,
    env: { ...clone.env, npm_config_update_notifier: 'false', ...env },
  })
}

/** A clone as git makes it: no packages yet. */
export function makeColdClone(): Promise<Clone> {
  // Packages that were fetched before are not looked up again.
  return makeClone({ packages: false, env: { npm_config_prefer_offline: 'true' } })
}
