import type { Command } from './commands/command.ts'
import { WorkbookError } from './errors.ts'

/**
 * Flags of ours that npm kept for itself because they did not stand behind `--`: npm then puts
 * them into the environment as npm_config_….
 */
export function swallowedFlag(
  command: Pick<Command, 'name' | 'flags' | 'foundAnyway' | 'passesOn'>,
  argv: readonly string[],
  env: NodeJS.ProcessEnv,
): WorkbookError | undefined {
  const kept = command.flags
    .filter((flag) => !command.foundAnyway?.includes(flag))
    .filter((flag) => !argv.includes(`--${flag}`))
    .flatMap((flag) => {
      const value = env[`npm_config_${flag.replaceAll('-', '_')}`]
      if (!value || value === 'false') return []
      return value === 'true' ? [`--${flag}`] : [`--${flag} ${value}`]
    })
  if (kept.length === 0) return undefined
  const shown = kept.join(' ')
  // Newer versions of npm give us the value of a flag they keep as a word: it goes with the flag.
  const own = command.passesOn ? 1 : argv.length
  const typed = [command.name, ...argv.slice(0, own), '--', ...kept, ...argv.slice(own)]
  return new WorkbookError('FLAG_SWALLOWED', `npm kept ${shown} for itself.`, {
    remedy: `Put flags behind "--":\n  npm run -s ${typed.join(' ')}`,
  })
}
