// The door of the membership room: the class that this clone is in, as far as a learner's machine
// has to do with it.

export type { JoinRequest } from './ask-to-join.ts'
export { FINGERPRINT_BYTES, writeCode } from './code.ts'
export { type ProgressEvent, parseEvent } from './events.ts'
export { joinClass } from './join.ts'
export {
  goesBeforeClass,
  inClass,
  type Membership,
  MembershipFile,
  outOfClass,
} from './membership.ts'
export { fingerprint, isName, newPassword, progressTopic } from './names.ts'
export { Outbox } from './outbox.ts'
export { roomBrokers } from './room-brokers.ts'
export { sendProgress } from './send-progress.ts'
export { type Happening, type Told, tell } from './tell.ts'
