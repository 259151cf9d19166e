// Words of lesson 5: who this program is, and who says when a drink is done.
import { setTimeout as pause } from 'node:timers/promises'
import { askGrader } from './channel.ts'

const BY_HAND_MS = 200

/** The name of this barista: given by whoever started the program, or made from the process id. */
export function barista(): string {
  return process.env.WORKBOOK_BARISTA ?? `barista-${process.pid}`
}

/** Makes the drink of a ticket; resolves when it is done. */
export async function make(ticket: string): Promise<void> {
  const done = await askGrader('make', String(ticket))
  if (done === undefined) await pause(BY_HAND_MS)
}
