import { WorkbookError } from '../../errors.ts'

/** Says where Kafka does not run as plain processes: its folders and signals are those of Unix. */
export function unsuitableSystem(platform: NodeJS.Platform): WorkbookError | undefined {
  if (platform !== 'win32') return undefined
  return new WorkbookError('NEEDS_WSL', 'On Windows itself the brokers need Docker or WSL 2.')
}
