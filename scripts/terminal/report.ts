import { stylesFor } from './styles.ts'
import { wrap } from './wrap.ts'

/** Tells a person what is being done while it is done. */
export interface Report {
  /** Announces a step; call the answer when it is over, with what came of it. */
  step(doing: string): (outcome?: string) => void
  /** Says one thing worth knowing. */
  note(text: string): void
  /** Ends a line that an error left open. */
  close(): void
}

const LINE_WIDTH = 72
const OUTCOME_WIDTH = ' ready in 00.0 s'.length
const LONGEST_OUTCOME = ' restarted in 00.0 s'.length

type Output = NodeJS.WritableStream & { columns?: number; isTTY?: boolean }

/** Writes to standard error, so that standard output stays what the command was asked for. */
export function createReport(stream: Output): Report {
  const styles = stylesFor(stream)
  let open = false
  const close = (): void => {
    if (open) stream.write('\n')
    open = false
  }
  return {
    step(doing) {
      close()
      const startedAt = performance.now()
      const width = stream.columns ?? Number.POSITIVE_INFINITY
      const room = Math.min(LINE_WIDTH - OUTCOME_WIDTH, width - LONGEST_OUTCOME)
      const line = `${doing} ${'.'.repeat(Math.max(3, room - doing.length))}`
      stream.write(line)
      open = true
      return (outcome = 'done') => {
        const took = `in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`
        const fits = line.length + ` ${outcome} ${took}`.length <= width
        stream.write(`${open && fits ? '' : '\n '} ${styles.green(outcome)} ${took}\n`)
        open = false
      }
    },
    note(text) {
      close()
      stream.write(`${wrap(text, stream.columns)}\n`)
    },
    close,
  }
}

/** For places where nobody listens. */
export const silent: Report = {
  step: () => () => {},
  note: () => {},
  close: () => {},
}
