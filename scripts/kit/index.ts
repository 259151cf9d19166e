// The few words a lesson script may import as `#workbook`. They know nothing but the environment.
import { basename, dirname } from 'node:path'
import { portPrefix } from '../lock.mjs'
import { fullName, learnerName, type Owner } from './names.ts'
import { countWaiting } from './waiting.ts'

export { barista, make } from './barista.ts'
export { startBroker, stopBroker } from './broker-actions.ts'
export { acknowledged, type Payment, payments } from './payments.ts'

/** The addresses at which to ask for the cluster: `KAFKA_BROKERS`, or the workbook's own brokers. */
export const brokers: string[] = process.env.KAFKA_BROKERS
  ? process.env.KAFKA_BROKERS.split(',').map((address) => address.trim())
  : [1, 2, 3].map((broker) => `127.0.0.1:${portPrefix()}${broker}`)

const owner: Owner = {
  learner: learnerName(process.env),
  lesson: process.env.WORKBOOK_LESSON ?? basename(dirname(process.argv[1] ?? '')),
  run: process.env.WORKBOOK_RUN ?? 'me',
}

/** The full name of a topic of yours, such as `ada.01-producers.me.orders` for `orders`. */
export function topic(name: string): string {
  return fullName(owner, name)
}

/** The full name of a consumer group of yours, made like a topic's. */
export function group(name: string): string {
  return fullName(owner, name)
}

/** Prints a heading between the parts of a demo. */
export function step(heading: string): void {
  console.log(`\n${heading}`)
}

/** How many records a group has still to read of a topic; both by their full names. */
export function waiting(groupId: string, topicName: string): Promise<number> {
  return countWaiting(brokers, groupId, topicName)
}
