// Making, deleting and describing topics.
// Source: Kafka's clients, common/message/*.json.
import { Reader, Writer } from './bytes.ts'
import type { Request } from './connection.ts'
import { refuse } from './errors.ts'

const TOPIC = 2 // ConfigResource.Type
const SET = 0 // AlterConfigOp.OpType
const TIMEOUT_MS = 20_000

/** A topic to be made. What is left out is the broker's default. */
export interface NewTopic {
  readonly name: string
  readonly partitions: number
  readonly replicas?: number
  readonly settings?: Readonly<Record<string, string>>
}

/** Makes a topic; one that exists is left as it is (CreateTopics, version 4). */
export function createTopic(topic: NewTopic): Request<void> {
  return {
    apiKey: 19,
    apiVersion: 4,
    flexible: false,
    body: writeTopic(new Writer().int32(1), topic).int32(TIMEOUT_MS).int8(0).done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      reader.int32()
      reader.string()
      refuse(`make the topic ${topic.name}`, reader.int16(), 'TOPIC_ALREADY_EXISTS')
    },
  }
}

function writeTopic(writer: Writer, topic: NewTopic): Writer {
  return writer
    .string(topic.name)
    .int32(topic.partitions)
    .int16(topic.replicas ?? -1)
    .int32(0) // no assignment of our own
    .list(Object.entries(topic.settings ?? {}), ([name, value]) =>
      writer.string(name).string(value),
    )
}

/** Deletes topics; those that are gone already do not matter (DeleteTopics, version 3). */
export function deleteTopics(names: readonly string[]): Request<void> {
  const writer = new Writer()
  return {
    apiKey: 20,
    apiVersion: 3,
    flexible: false,
    body: writer
      .list(names, (name) => writer.string(name))
      .int32(TIMEOUT_MS)
      .done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      reader.list(() => {
        const name = reader.string()
        refuse(`delete the topic ${name}`, reader.int16(), 'UNKNOWN_TOPIC_OR_PARTITION')
      })
    },
  }
}

/** All settings in force for a topic, defaults included (DescribeConfigs, version 1). */
export function topicSettings(topic: string): Request<Record<string, string>> {
  return {
    apiKey: 32,
    apiVersion: 1,
    flexible: false,
    body: new Writer().int32(1).int8(TOPIC).string(topic).int32(-1).int8(0).done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      reader.int32() // one topic
      refuse(`describe the topic ${topic}`, reader.int16())
      reader.string() // error message
      reader.int8()
      reader.string()
      return Object.fromEntries(reader.list(() => readSetting(reader)))
    },
  }
}

function readSetting(reader: Reader): [string, string] {
  const setting: [string, string] = [reader.string(), reader.string()]
  reader.bytes(3) // read only, source, sensitive
  reader.list(() => {
    reader.string()
    reader.string()
    reader.int8()
  })
  return setting
}

/** Changes one setting of a topic and no other (IncrementalAlterConfigs, version 0, KIP-339). */
export function setTopicSetting(topic: string, name: string, value: string): Request<void> {
  const resource = new Writer().int32(1).int8(TOPIC).string(topic)
  return {
    apiKey: 44,
    apiVersion: 0,
    flexible: false,
    body: resource.int32(1).string(name).int8(SET).string(value).int8(0).done(),
    read(answer) {
      const reader = new Reader(answer)
      reader.int32() // throttle time
      reader.int32()
      refuse(`set ${name} of ${topic}`, reader.int16())
    },
  }
}
