// Consumer groups, of the classic protocol and of the new one (KIP-848).
// Source: Kafka's clients, common/message/*.json.
import { Reader, Writer } from './bytes.ts'
import type { Request } from './connection.ts'
import { errors, refuse } from './errors.ts'

const NULL = -1
const LEAVING = -1

/** Partitions by topic. */
export type Assignment = Readonly<Record<string, readonly number[]>>

export interface GroupMember {
  readonly id: string
  readonly clientId: string
  readonly assignment: Assignment
}

export interface GroupDescription {
  /** As Kafka spells it: Stable, Empty, Dead, PreparingRebalance, Reconciling, and others. */
  readonly state: string
  readonly members: readonly GroupMember[]
}

/** Committed offsets by topic and partition: the next offset to read. */
export type CommittedOffsets = Readonly<Record<string, ReadonlyMap<number, number>>>

/** The broker that looks after a group (FindCoordinator, version 2). */
export function groupCoordinator(groupId: string): Request<{ id: number; address: string }> {
  return {
    apiKey: 10,
    apiVersion: 2,
    flexible: false,
    body: new Writer().string(groupId).int8(0).done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      refuse(`find the coordinator of ${groupId}`, reader.int16())
      reader.string() // error message
      return { id: reader.int32(), address: `${reader.string()}:${reader.int32()}` }
    },
  }
}

/** The groups that a broker looks after (ListGroups, version 0). */
export const listGroups: Request<string[]> = {
  apiKey: 16,
  apiVersion: 0,
  flexible: false,
  body: Buffer.alloc(0),
  read(answer) {
    const reader = new Reader(answer)
    refuse('list the groups', reader.int16())
    return reader.list(() => {
      const groupId = reader.string()
      reader.string() // protocol type
      return groupId
    })
  },
}

/** Everything a group has committed (OffsetFetch, version 5). */
export function committedOffsets(groupId: string): Request<CommittedOffsets> {
  return {
    apiKey: 9,
    apiVersion: 5,
    flexible: false,
    body: new Writer().string(groupId).int32(-1).done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      const topics = reader.list(() => [reader.string(), readOffsets(reader)] as const)
      refuse(`fetch the offsets of ${groupId}`, reader.int16(), 'GROUP_ID_NOT_FOUND')
      return Object.fromEntries(topics)
    },
  }
}

function readOffsets(reader: Reader): ReadonlyMap<number, number> {
  const offsets = reader.list(() => {
    const partition = reader.int32()
    const offset = reader.int64()
    reader.int32() // leader epoch
    reader.string() // metadata
    reader.int16() // error
    return [partition, offset] as const
  })
  return new Map(offsets)
}

/** A group of the classic protocol; others look dead in it (DescribeGroups, version 4). */
export function describeClassicGroup(groupId: string): Request<GroupDescription> {
  return {
    apiKey: 15,
    apiVersion: 4,
    flexible: false,
    body: new Writer().int32(1).string(groupId).int8(0).done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      reader.int32() // one group
      refuse(`describe ${groupId}`, reader.int16(), 'GROUP_ID_NOT_FOUND')
      reader.string() // its name
      const state = reader.string()
      reader.string() // protocol type
      reader.string() // protocol
      return { state, members: reader.list(() => readClassicMember(reader)) }
    },
  }
}

function readClassicMember(reader: Reader): GroupMember {
  const id = reader.string()
  reader.string() // group instance id
  const clientId = reader.string()
  reader.string() // host
  reader.sizedBytes() // subscription
  return { id, clientId, assignment: decodeAssignment(reader.sizedBytes()) }
}

// Source: Kafka's clients, ConsumerProtocolAssignment.json.
function decodeAssignment(bytes: Buffer): Assignment {
  if (bytes.length === 0) return {} // an idle member, or one that has none yet
  const reader = new Reader(bytes)
  reader.int16() // version
  return Object.fromEntries(reader.list(() => [reader.string(), reader.list(() => reader.int32())]))
}

/** A group of the new protocol, if it is one (ConsumerGroupDescribe, version 0, KIP-848). */
export function describeConsumerGroup(groupId: string): Request<GroupDescription | undefined> {
  return {
    apiKey: 69,
    apiVersion: 0,
    flexible: true,
    body: new Writer().compactLength(1).compactString(groupId).int8(0).noTags().done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      reader.compactLength() // one group
      if (reader.int16() !== errors.NONE) return undefined
      reader.compactString() // error message
      reader.compactString() // its name
      const state = reader.compactString()
      reader.int32() // group epoch
      reader.int32() // assignment epoch
      reader.compactString() // assignor
      return { state, members: reader.compactList(() => readMember(reader)) }
    },
  }
}

function readMember(reader: Reader): GroupMember {
  const id = reader.compactString()
  reader.compactString() // instance
  reader.compactString() // rack
  reader.int32() // epoch
  const clientId = reader.compactString()
  reader.compactString() // host
  reader.compactList(() => reader.compactString()) // subscribed topics
  reader.compactString() // subscribed pattern
  const assignment = readAssignment(reader)
  readAssignment(reader) // the target, which it is on its way to
  reader.tags()
  return { id, clientId, assignment }
}

function readAssignment(reader: Reader): Assignment {
  const topics = reader.compactList(() => {
    reader.bytes(16) // topic id
    const topic = reader.compactString()
    const partitions = reader.compactList(() => reader.int32())
    reader.tags()
    return [topic, partitions] as const
  })
  reader.tags()
  return Object.fromEntries(topics)
}

/** Takes a classic member out of its group before its session ends (LeaveGroup, version 3). */
export function removeClassicMember(groupId: string, memberId: string): Request<void> {
  return {
    apiKey: 13,
    apiVersion: 3,
    flexible: false,
    body: new Writer().string(groupId).int32(1).string(memberId).int16(NULL).done(),
    read: () => {}, // gone or going: both will do
  }
}

/** The same for the new protocol: a heartbeat of epoch -1 (ConsumerGroupHeartbeat, version 0). */
export function removeMember(groupId: string, memberId: string): Request<void> {
  return {
    apiKey: 68,
    apiVersion: 0,
    flexible: true,
    body: new Writer()
      .compactString(groupId)
      .compactString(memberId)
      .int32(LEAVING)
      .compactLength(NULL) // no instance
      .compactLength(NULL) // no rack
      .int32(-1)
      .compactLength(NULL) // topics as before
      .compactLength(NULL) // assignor as before
      .compactLength(NULL) // partitions as before
      .noTags()
      .done(),
    read: () => {},
  }
}

/** Deletes a group without members; one that is gone does not matter (DeleteGroups, version 1). */
export function deleteGroup(groupId: string): Request<void> {
  return {
    apiKey: 42,
    apiVersion: 1,
    flexible: false,
    body: new Writer().int32(1).string(groupId).done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      reader.int32()
      reader.string()
      refuse(`delete the group ${groupId}`, reader.int16(), 'GROUP_ID_NOT_FOUND')
    },
  }
}
