// Lesson 4's demo takes a broker away and brings it back.
import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { askGrader } from './channel.ts'

/** Asks one of the workbook's brokers to end, as `npm run cluster stop` does. */
export function stopBroker(id: number): Promise<void> {
  return change('stop', id)
}

/** Starts a broker again; done when the others have let it in. */
export function startBroker(id: number): Promise<void> {
  return change('start', id)
}

// Whoever started the script may hold the lock on the cluster, and so does it for the script.
async function change(action: 'stop' | 'start', id: number): Promise<void> {
  const answer = await askGrader('broker', { action, id })
  if (answer === undefined) return runCommand(action, id)
  const { problem } = answer as { problem?: string }
  if (problem) throw new Error(problem)
}

function runCommand(action: 'stop' | 'start', id: number): Promise<void> {
  const start = fileURLToPath(new URL('../start.mjs', import.meta.url))
  const args = [start, 'cluster', action, String(id)]
  const command = spawn(process.execPath, args, { stdio: 'ignore' })
  return new Promise((resolve, reject) => {
    command.once('error', reject)
    command.once('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`It did not work; by hand: npm run cluster ${action} ${id}`))
    })
  })
}
