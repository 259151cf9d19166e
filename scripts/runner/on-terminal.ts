import { spawn } from 'node:child_process'
import { constants } from 'node:os'
import { projectRoot } from '../state/index.ts'
import { type Conversation, converse, type Saying } from './converse.ts'
import { environmentOf, nodeArguments, type Setting } from './script.ts'

/** Runs a script on this terminal, and answers what it asks; gives its exit code. */
export function runOnTerminal(
  file: string,
  setting: Setting,
  env: NodeJS.ProcessEnv,
  conversation: Conversation,
): Promise<number> {
  const child = spawn(process.execPath, nodeArguments(file), {
    cwd: projectRoot, // where node finds tsx
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: environmentOf(setting, env),
  })
  child.on('message', (said) => void converse(child, said as Saying, conversation))
  const endWithUs = (): boolean => child.kill()
  process.once('exit', endWithUs)
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => {
      process.off('exit', endWithUs)
      resolve(code ?? 128 + (signal ? constants.signals[signal] : 1))
    })
  })
}
