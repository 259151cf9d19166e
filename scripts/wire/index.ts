// The door of the wire room: single questions to single brokers, in Kafka's own protocol.
export {
  type Acl,
  type AclOperation,
  type AclResource,
  alterClientQuotas,
  alterUserScramCredentials,
  createAcls,
  deleteUserScramCredentials,
  knowsUser,
  type ScramMechanism,
  type ScramUser,
  type UserQuotas,
} from './access.ts'
export { type Node, nodesIn, replaceAddresses } from './addresses.ts'
export { namesNodes, type Question, questionOf } from './answers.ts'
export { askAnybody, whoAnswers } from './anybody.ts'
export { apiKeys, limitVersions } from './api-versions.ts'
export { ask } from './ask.ts'
export { askRepeatedly } from './ask-repeatedly.ts'
export { Reader } from './bytes.ts'
export {
  activeController,
  coordinatorError,
  groupsError,
  knownBrokers,
  type Metadata,
  metadata,
  type PartitionState,
  topicMetadata,
  transactionsError,
} from './cluster-state.ts'
export { askOver, NoAnswer, type Request, splitAddress } from './connection.ts'
export { electPreferredLeaders } from './elections.ts'
export { BrokerRefusal, errors, OverQuota } from './errors.ts'
export { featureLevels, switchFeature } from './features.ts'
export { onAnswers, onRequests } from './frames.ts'
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
export { type Login, logInAt } from './login.ts'
export { decodeBatches, type RawRecord, type RecordBatch } from './record-batch.ts'
export {
  mayAlter,
  mayCreate,
  mayDelete,
  mayDeleteGroup,
  mayJoin,
  mayRead,
  mayTransact,
  mayWrite,
} from './rights.ts'
export { saslAuthenticate, saslHandshake } from './sasl.ts'
export { ScramLogin } from './scram.ts'
export {
  createTopic,
  deleteTopics,
  type NewTopic,
  setTopicSetting,
  topicSettings,
} from './topics.ts'
