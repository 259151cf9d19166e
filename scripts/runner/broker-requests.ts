import type { BrokerActions } from '../cluster/index.ts'
import type { Conversation } from './converse.ts'

/** Lets a script take brokers away and back, by the kit's `stopBroker` and `startBroker`. */
export function brokerRequests(brokers: Pick<BrokerActions, 'start' | 'stop'>): Conversation {
  return {
    async broker(data) {
      const { action, id } = data as { action: 'start' | 'stop'; id: number }
      try {
        await brokers[action](id)
        return {}
      } catch (error) {
        return { problem: String(error instanceof Error ? error.message : error) }
      }
    },
  }
}
