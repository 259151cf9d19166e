// The door of the wire room: single questions to single brokers, in Kafka's own protocol.
export { askAnybody } from './anybody.ts'
export { Reader } from './bytes.ts'
export {
  activeController,
  coordinatorError,
  groupsError,
  type Metadata,
  metadata,
  type PartitionState,
  transactionsError,
} from './cluster-state.ts'
export { ask, type Request } from './connection.ts'
export { BrokerRefusal } from './errors.ts'
export {
  type Assignment,
  type CommittedOffsets,
  committedOffsets,
  deleteGroup,
  describeClassicGroup,
  describeConsumerGroup,
  type GroupDescription,
  type GroupMember,
  groupCoordinator,
  listGroups,
  removeClassicMember,
  removeMember,
} from './groups.ts'
export {
  type FetchedLog,
  fetchLog,
  logEnd,
  lowWatermark,
  type PartitionName,
  watermarks,
} from './log.ts'
export { decodeBatches, type RawRecord, type RecordBatch } from './record-batch.ts'
export {
  createTopic,
  deleteTopics,
  type NewTopic,
  setTopicSetting,
  topicSettings,
} from './topics.ts'
