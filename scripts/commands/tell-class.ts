import { type Happening, tell } from '../membership/index.ts'
import type { Io } from './command.ts'

/** Tells the class what has happened, if this clone is in one; says so if that was not possible. */
export async function tellClass(happening: Happening, io: Io): Promise<void> {
  if ((await tell(happening, io.env)) !== 'kept') return
  io.report.note('The class does not answer. What you did is kept, and told with the next check.')
}
