// Who leads a partition.
// Source: Kafka's clients, common/message/*.json.
import { Reader, Writer } from './bytes.ts'
import type { Request } from './connection.ts'
import { refuse } from './errors.ts'

const PREFERRED = 0 // ElectionType
const TIMEOUT_MS = 5000

/**
 * Lets each partition be led by its first replica, where that one is in sync and does not lead
 * already; leaves the others as they are (ElectLeaders, version 1, KIP-460).
 */
export function electPreferredLeaders(
  topics: readonly { readonly topic: string; readonly partitions: readonly number[] }[],
): Request<void> {
  const writer = new Writer().int8(PREFERRED)
  return {
    apiKey: 43,
    apiVersion: 1,
    flexible: false,
    body: writer
      .list(topics, ({ topic, partitions }) =>
        writer.string(topic).list(partitions, (partition) => writer.int32(partition)),
      )
      .int32(TIMEOUT_MS)
      .done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      refuse('elect leaders', reader.int16())
    },
  }
}
