import type { BrokerCondition } from './launcher.ts'

/**
 * What a person should know about brokers that were not found as they were left. Nothing, when
 * the cluster was simply not running.
 */
export function describeRepairs(brokers: readonly BrokerCondition[]): string[] {
  const notes: string[] = []
  const neverMind = brokers.every(
    ({ condition }) => condition === 'absent' || condition === 'stopped',
  )
  if (neverMind) return notes
  if (brokers.every(({ condition }) => condition === 'dead')) {
    return ['All brokers had ended without being stopped; they were started again.']
  }
  if (brokers.every(({ condition }) => condition === 'absent' || condition === 'no-data')) {
    return ['All brokers had lost their data folders; they begin again with empty ones.']
  }
  if (brokers.every(({ condition }) => condition === 'outdated')) {
    return ['The brokers ran with other settings or ports; they were restarted.']
  }
  for (const { name, condition } of brokers) {
    const note = noteOf(name, condition)
    if (note) notes.push(note)
  }
  return notes
}

function noteOf(name: string, condition: BrokerCondition['condition']): string | undefined {
  switch (condition) {
    case 'up':
      return undefined
    case 'outdated':
      return `${name} ran with other settings; it was restarted.`
    case 'paused':
      return `${name} was paused; it goes on.`
    case 'stopped':
      return `${name} was stopped; it was started again.`
    case 'dead':
      return `${name} had died; it was started again.`
    case 'absent':
    case 'no-data':
      return `${name} had lost its data folder; it got an empty one and copies from the others.`
  }
}
