import { WorkbookError } from '../errors.ts'
import type { DialOutcome } from './dial.ts'

/** An advertised address that was dialled. */
export interface Dialled {
  readonly id: number
  readonly address: string
  /** Whom it was heard from. */
  readonly bootstrap: string
  readonly outcome: DialOutcome
}

/** Which of the addresses that brokers of this clone advertise a program here cannot use. */
export function judgeAddresses(dialled: readonly Dialled[]): WorkbookError[] {
  return dialled.flatMap((one) => judgeAddress(one) ?? [])
}

function judgeAddress(one: Dialled): WorkbookError | undefined {
  const told = `${one.bootstrap} answers, but says that broker ${one.id} is at ${one.address}`
  const remedy = remedyFor(one)
  switch (one.outcome) {
    case 'answers':
      return undefined
    case 'unknown-name': {
      const what = `${told}: that name cannot be resolved here.`
      return new WorkbookError('ADVERTISED_NAME', what, { remedy })
    }
    case 'refused':
    case 'silent':
      return new WorkbookError('ADVERTISED_SILENT', `${told}, where nothing answers.`, { remedy })
  }
}

// The line to change. Aliases in /etc/hosts would hide the fault on this one machine only.
function remedyFor({ id, bootstrap }: Dialled): string {
  const where = `In docker-compose.yml, at KAFKA_ADVERTISED_LISTENERS of kafka-${id}`
  const what = `advertise the port that is published for it, as in HOST://${bootstrap}`
  return `${where}, ${what}:\n  git diff docker-compose.yml\n  npm run cluster up`
}
