import { type Question, shapes } from './answers.ts'
import { Reader } from './bytes.ts'
import { API_VERSIONS, type Request } from './connection.ts'
import { refuse } from './errors.ts'

const FLEXIBLE_SINCE = 3

/** What a listener can be asked: its API keys. Everybody may ask that (ApiVersions, version 0). */
export const apiKeys: Request<number[]> = {
  apiKey: API_VERSIONS,
  apiVersion: 0,
  flexible: false,
  body: Buffer.alloc(0),
  read(answer) {
    const reader = new Reader(answer)
    refuse('say what it can be asked', reader.int16())
    return reader.list(() => {
      const key = reader.int16()
      reader.bytes(4) // oldest and newest version
      return key
    })
  },
}

/**
 * Keeps clients from versions of later releases, in which an address could stand somewhere else:
 * lowers, in place, what a broker says it knows of the answers that name addresses. A broker that
 * refuses the question itself (KIP-511) is left alone.
 * Source: Kafka's clients, ApiVersionsResponse.json.
 */
export function limitVersions(answer: Buffer, { apiKey, apiVersion }: Question): void {
  if (apiKey !== API_VERSIONS) return
  const flexible = apiVersion >= FLEXIBLE_SINCE
  const reader = new Reader(answer)
  reader.bytes(8) // size, correlation id
  if (reader.int16() !== 0) return
  const limit = (): void => {
    const newest = shapes.get(reader.int16())?.newest
    const oldest = reader.int16()
    const at = answer.length - reader.left
    if (newest !== undefined && reader.int16() > newest) {
      answer.writeInt16BE(Math.max(newest, oldest), at)
    } else if (newest === undefined) reader.int16()
    if (flexible) reader.tags()
  }
  if (flexible) reader.compactList(limit)
  else reader.list(limit)
}
