import type { BrokerState } from './cluster.ts'
import type { Condition } from './launcher.ts'

/** What people are told of a condition. */
export function stateOf(condition: Condition): BrokerState {
  switch (condition) {
    case 'up':
    case 'paused':
    case 'stopped':
    case 'dead':
      return condition
    case 'outdated':
      return 'up'
    case 'absent':
      return 'stopped'
    case 'no-data':
      return 'dead'
  }
}

/** Says that a broker needs nothing done to it. */
export function describeAlready(name: string, condition: Condition): string {
  const state = stateOf(condition)
  return `${name} is already ${state === 'up' ? 'running' : state}.`
}
