// Answers in which brokers tell a client where to go next: all of them, and in every version, have
// a node's id, host and port side by side.
// Source: Kafka's clients, common/message/*Response.json of 4.3.

/** What an answer is an answer to. */
export interface Question {
  readonly apiKey: number
  readonly apiVersion: number
  readonly correlationId: number
}

/** The question that a request asks. */
export function questionOf(request: Buffer): Question {
  return {
    apiKey: request.readInt16BE(4),
    apiVersion: request.readInt16BE(6),
    correlationId: request.readInt32BE(8),
  }
}

/** Whether the answer to a question may name nodes. */
export function namesNodes({ apiKey, apiVersion }: Question): boolean {
  const shape = shapes.get(apiKey)
  return shape !== undefined && apiVersion >= shape.since
}

/** A field: its type, and the versions that have it. */
export type Field = readonly [type: Type, since?: number, until?: number]

/** So many bytes, or a type of which the length is told by what is there. */
export type Type =
  | number
  | 'string'
  | 'bytes'
  | 'node'
  | { readonly list: readonly Field[] }
  | { readonly struct: readonly Field[] }

export interface Shape {
  /** The first version that names nodes. */
  readonly since: number
  /** The newest version that is known here. */
  readonly newest: number
  /** The first version with compact lengths and tagged fields (KIP-482). */
  readonly flexibleSince: number
  /** What comes up to the last node; the rest does not matter. */
  readonly fields: readonly Field[]
  /** Whether nodes come as tagged field 0 of the answer, as in KIP-951. */
  readonly taggedNodes?: boolean
}

const [BOOLEAN, INT8, INT16, INT32, INT64, UUID] = [1, 1, 2, 4, 8, 16]

/** A list of nodes with their racks. */
export const nodes: Type = { list: [['node'], ['string', 1]] }
const currentLeader: Type = { struct: [[INT32], [INT32]] }

/** By API key. */
export const shapes: ReadonlyMap<number, Shape> = new Map([
  [0, { since: 10, newest: 13, flexibleSince: 9, fields: produce(), taggedNodes: true }],
  [1, { since: 16, newest: 18, flexibleSince: 12, fields: fetch(), taggedNodes: true }],
  [3, { since: 0, newest: 13, flexibleSince: 9, fields: metadata() }],
  [10, { since: 0, newest: 6, flexibleSince: 3, fields: findCoordinator() }],
  [60, { since: 0, newest: 2, flexibleSince: 0, fields: describeCluster() }],
  [78, { since: 0, newest: 2, flexibleSince: 0, fields: shareFetch() }],
  [79, { since: 0, newest: 2, flexibleSince: 0, fields: shareAcknowledge() }],
])

function metadata(): Field[] {
  return [[INT32, 3], [nodes]]
}

function findCoordinator(): Field[] {
  const coordinator: Field[] = [['string'], ['node'], [INT16], ['string']]
  return [
    [INT32, 1],
    [INT16, 0, 3],
    ['string', 1, 3],
    ['node', 0, 3],
    [{ list: coordinator }, 4],
  ]
}

function describeCluster(): Field[] {
  const broker: Field[] = [['node'], ['string'], [BOOLEAN, 2]]
  return [[INT32], [INT16], ['string'], [INT8, 1], ['string'], [INT32], [{ list: broker }]]
}

function produce(): Field[] {
  const recordErrors: Type = { list: [[INT32], ['string']] }
  const offsets: Field[] = [[INT64], [INT64], [INT64]]
  const partition: Field[] = [[INT32], [INT16], ...offsets, [recordErrors], ['string']]
  return [[{ list: [['string', 0, 12], [UUID, 13], [{ list: partition }]] }], [INT32]]
}

function fetch(): Field[] {
  const aborted: Type = { list: [[INT64], [INT64]] }
  const offsets: Field[] = [[INT64], [INT64], [INT64]]
  const partition: Field[] = [[INT32], [INT16], ...offsets, [aborted], [INT32], ['bytes']]
  return [[INT32], [INT16], [INT32], [{ list: [[UUID], [{ list: partition }]] }]]
}

function shareFetch(): Field[] {
  const acquired: Type = { list: [[INT64], [INT64], [INT16]] }
  const errors: Field[] = [[INT16], ['string'], [INT16], ['string']]
  const partition: Field[] = [[INT32], ...errors, [currentLeader], ['bytes'], [acquired]]
  const topics: Type = { list: [[UUID], [{ list: partition }]] }
  return [[INT32], [INT16], ['string'], [INT32, 1], [topics], [nodes]]
}

function shareAcknowledge(): Field[] {
  const partition: Field[] = [[INT32], [INT16], ['string'], [currentLeader]]
  const topics: Type = { list: [[UUID], [{ list: partition }]] }
  return [[INT32], [INT16], ['string'], [INT32, 2], [topics], [nodes]]
}
