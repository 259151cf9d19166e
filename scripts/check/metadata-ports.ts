import { Reader } from '../wire/index.ts'

const FLEXIBLE_SINCE = 9
const THROTTLE_SINCE = 3
const RACK_SINCE = 1

/**
 * Replaces the brokers' ports in a Metadata response of any version, in place.
 * Source: Kafka's clients, common/message/MetadataResponse.json.
 */
export function patchPorts(
  frame: Buffer,
  version: number,
  ports: ReadonlyMap<number, number>,
): void {
  const flexible = version >= FLEXIBLE_SINCE
  const reader = new Reader(frame)
  const string = (): string => (flexible ? reader.compactString() : reader.string())
  reader.bytes(8) // size, correlation id
  if (flexible) reader.tags()
  if (version >= THROTTLE_SINCE) reader.int32()
  const broker = (): void => {
    reader.int32() // id
    string() // host
    const at = frame.length - reader.left
    const port = reader.int32()
    frame.writeInt32BE(ports.get(port) ?? port, at)
    if (version >= RACK_SINCE) string()
    if (flexible) reader.tags()
  }
  if (flexible) reader.compactList(broker)
  else reader.list(broker)
}
