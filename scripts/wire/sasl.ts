// Logging in: the mechanism is agreed upon, then its messages are exchanged (KIP-43, KIP-152).
// Source: Kafka's clients, common/message/Sasl*.json.
import { Reader, Writer } from './bytes.ts'
import type { Request } from './connection.ts'

/** Proposes a mechanism; gives the error, and what the listener has (SaslHandshake, version 1). */
export function saslHandshake(
  mechanism: string,
): Request<{ error: number; mechanisms: readonly string[] }> {
  return {
    apiKey: 17,
    apiVersion: 1,
    flexible: false,
    body: new Writer().string(mechanism).done(),
    read(answer) {
      const reader = new Reader(answer)
      return { error: reader.int16(), mechanisms: reader.list(() => reader.string()) }
    },
  }
}

/** Hands over one message of a mechanism, and gives the next (SaslAuthenticate, version 1). */
export function saslAuthenticate(
  message: string,
): Request<{ error: number; why: string; answer: string }> {
  return {
    apiKey: 36,
    apiVersion: 1,
    flexible: false,
    body: new Writer().sizedBytes(Buffer.from(message)).done(),
    read(bytes) {
      const reader = new Reader(bytes)
      const [error, why] = [reader.int16(), reader.string()]
      return { error, why, answer: reader.sizedBytes().toString() }
    },
  }
}
