// The door of the runner room: scripts in processes of their own.
export { Answer, type Ending, type UncaughtError } from './answer.ts'
export { brokerRequests } from './broker-requests.ts'
export type { Conversation } from './converse.ts'
export { runOnTerminal } from './on-terminal.ts'
export type { Setting } from './script.ts'
