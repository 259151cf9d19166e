// The door of the evidence room: what the brokers hold.

export { readLeadership } from './leadership.ts'
export type { StoredPartition, StoredRecord } from './log-reader.ts'
export { Observer } from './observer.ts'
